package dev.centrifuge.admin.events;

import dev.centrifuge.event.PastAttempt;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An attempt as the API shows it. */
record AttemptView(
        String at,
        String messageId,
        String source,
        String destination,
        int attempt,
        String outcome,
        int status,
        String cause,
        double latencyMillis,
        @Nullable String answer,
        NextView next) {

    static AttemptView of(PastAttempt attempt) {
        return new AttemptView(
                time(attempt.at()),
                attempt.messageId(),
                attempt.source(),
                attempt.destination(),
                attempt.number(),
                attempt.outcome(),
                attempt.status(),
                attempt.cause(),
                attempt.latencyMicros() / 1000.0,
                attempt.answer().isEmpty() ? null : attempt.answer(),
                NextView.of(attempt.next()));
    }

    static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    /**
     * What comes next for a leg.
     *
     * @param what {@code delivered}, {@code filtered}, {@code retry}, {@code delayed}, {@code detached} or {@code dead}
     * @param detail the delay, or the reason
     */
    record NextView(
            String what, @Nullable String at, @Nullable String detail) {

        static NextView of(PastAttempt.Next next) {
            return new NextView(
                    next.what().name().toLowerCase(Locale.ROOT),
                    next.at() > 0 ? time(next.at()) : null,
                    next.detail().isEmpty() ? null : next.detail());
        }
    }
}
