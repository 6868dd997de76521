package dev.centrifuge.flow.job;

import org.jspecify.annotations.Nullable;

/**
 * What a job reads of one partition, and how far it has come.
 *
 * <pre>
 *   first        next            end
 *     |  copied   |   to be read   |      and, where the letter at next stands for a stretch of events: the detour through it
 * </pre>
 *
 * @param end the end of the partition when the job began: what died or came later is not of this job
 * @param tail behind the job's last copy in the same partition of the replays' topic, as far as is recorded
 */
public record Stretch(
        int partition,
        long first,
        long next,
        long end,
        long tail,
        @Nullable Detour detour) {

    /**
     * Through {@code events}, for the letter at {@code next}.
     *
     * @param next the event to be read next
     * @param end where the letter's range ends
     * @param one whether it is to the one event that the letter stands for, which no filter is asked about
     */
    public record Detour(String destination, long next, long end, boolean one) {
        /** Through a range. */
        public Detour(String destination, long next, long end) {
            this(destination, next, end, false);
        }

        Detour behind(long offset) {
            return new Detour(destination, offset + 1, end, one);
        }
    }

    public boolean done() {
        return next >= end;
    }

    Stretch at(long now) {
        return new Stretch(partition, first, Math.max(next, now), end, tail, null);
    }

    Stretch by(@Nullable Detour way) {
        return new Stretch(partition, first, next, end, tail, way);
    }

    /** What was copied of the record at {@code offset} is found; and of all before it. */
    public Stretch passed(long offset) {
        return offset < next ? this : at(offset + 1);
    }

    /** What was copied of the event at {@code offset}, on the detour, is found. */
    public Stretch inside(long offset) {
        return detour == null || offset < detour.next() ? this : by(detour.behind(offset));
    }

    /** Copies up to there are recorded. */
    public Stretch tail(long now) {
        return new Stretch(partition, first, next, end, Math.max(tail, now), detour);
    }
}
