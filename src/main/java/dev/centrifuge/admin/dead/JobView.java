package dev.centrifuge.admin.dead;

import dev.centrifuge.flow.job.Criteria;
import dev.centrifuge.flow.job.Job;
import dev.centrifuge.flow.job.Letter;
import dev.centrifuge.flow.job.Progress;
import dev.centrifuge.flow.job.Progress.Phase;
import dev.centrifuge.flow.job.Run;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A job as the API shows it.
 *
 * @param state {@code waiting}, {@code running}, {@code done}, {@code cancelled} or {@code failed}
 * @param reason why it failed
 * @param deadReason the dead letters' reason that it is about
 */
record JobView(
        String id,
        String kind,
        String state,
        @Nullable String reason,
        @Nullable String destination,
        @Nullable String source,
        @Nullable String deadReason,
        @Nullable String since,
        @Nullable String until,
        @Nullable String text,
        @Nullable String filter,
        @Nullable Double rate,
        @Nullable List<String> ids,
        String createdAt,
        String createdBy,
        @Nullable String endedAt,
        ProgressView progress,
        @Nullable Long etaSeconds) {

    /** @param share of what there is to read, 0 to 1 */
    record ProgressView(long scanned, long matched, long copied, long skipped, double share) {}

    static JobView of(Run run, Instant now) {
        Job job = run.job();
        Progress progress = run.progress();
        Criteria about = job.criteria();
        boolean cancelling = job.cancelled() && !run.over();
        Phase phase = cancelling ? Phase.CANCELLED : progress.phase();
        long eta = cancelling ? -1 : progress.etaSeconds(job.createdAt(), now.toEpochMilli());
        return new JobView(
                job.id(),
                job.kind().name().toLowerCase(Locale.ROOT),
                phase.name().toLowerCase(Locale.ROOT),
                progress.reason(),
                about.destination(),
                about.source(),
                about.reason(),
                about.since() == 0 ? null : time(about.since()),
                about.until() == Long.MAX_VALUE ? null : time(about.until()),
                about.text(),
                job.filter(),
                job.rate() == 0 ? null : job.rate(),
                job.letters().isEmpty()
                        ? null
                        : job.letters().stream().map(Letter.Place::toString).toList(),
                time(job.createdAt()),
                job.createdBy(),
                progress.endedAt() == 0 ? null : time(progress.endedAt()),
                new ProgressView(
                        progress.scanned(),
                        progress.matched(),
                        progress.copied(),
                        progress.skipped(),
                        progress.share()),
                eta < 0 ? null : eta);
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
