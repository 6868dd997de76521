package dev.centrifuge.flow.job;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a job is.
 *
 * @param reason why it failed, for people
 * @param endedAt in milliseconds since the epoch; 0 before that
 * @param scanned records that were read
 * @param matched those that the job is about
 * @param copied legs that are delivered again
 * @param skipped those that matched and are not: redriven before, not wanted by the destination's filter, or nobody's
 */
public record Progress(
        Phase phase,
        @Nullable String reason,
        long endedAt,
        List<Stretch> stretches,
        long scanned,
        long matched,
        long copied,
        long skipped) {

    /** Where a job is in its life. */
    public enum Phase {
        WAITING,
        RUNNING,
        DONE,
        CANCELLED,
        FAILED;

        public boolean over() {
            return this != WAITING && this != RUNNING;
        }
    }

    public static final Progress WAITING = new Progress(Phase.WAITING, null, 0, List.of(), 0, 0, 0, 0);

    public Progress {
        stretches = List.copyOf(stretches);
    }

    /** It begins with these stretches. */
    public Progress begin(List<Stretch> all) {
        return new Progress(Phase.RUNNING, null, 0, all, scanned, matched, copied, skipped);
    }

    public Progress end(Phase how, @Nullable String why, long now) {
        return new Progress(how, why, now, stretches, scanned, matched, copied, skipped);
    }

    /** Another stretch in place of the one of its partition, and more was counted. */
    public Progress step(Stretch now, Tally more) {
        List<Stretch> all = new ArrayList<>(stretches);
        all.replaceAll(each -> each.partition() == now.partition() ? now : each);
        return new Progress(
                phase,
                reason,
                endedAt,
                all,
                scanned + more.scanned(),
                matched + more.matched(),
                copied + more.copied(),
                skipped + more.skipped());
    }

    /** Counts to be added. */
    public record Tally(long scanned, long matched, long copied, long skipped) {}

    /** Whether everything is read. */
    public boolean complete() {
        return stretches.stream().allMatch(Stretch::done);
    }

    /** What part of it is read, 0 to 1. */
    public double share() {
        long all = 0;
        long read = 0;
        for (Stretch each : stretches) {
            all += each.end() - each.first();
            read += Math.min(each.next(), each.end()) - each.first();
        }
        return all > 0 ? (double) read / all : phase == Phase.WAITING ? 0 : 1;
    }

    /** How long the rest takes at the pace so far, in seconds; -1 where that is not known. */
    public long etaSeconds(long createdAt, long now) {
        double share = share();
        return phase != Phase.RUNNING || share <= 0 ? -1 : Math.round((now - createdAt) / 1000.0 * (1 - share) / share);
    }
}
