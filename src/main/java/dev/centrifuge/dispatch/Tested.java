package dev.centrifuge.dispatch;

import dev.centrifuge.delivery.Answer;
import dev.centrifuge.delivery.Outcome;
import dev.centrifuge.delivery.Sent;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of an event that an operator sent.
 *
 * @param outcome {@code delivered}, {@code failed}, {@code refused}, {@code gone}; {@code dropped} where the transform makes
 *     nothing of the event, {@code unfit} where no request can be made of it
 * @param status what was answered; 0 where nothing was
 * @param cause a word from a small fixed set
 * @param answer its first KiB, or what went wrong
 * @param latencyNanos from the start of the attempt to its end
 * @param request the last that left; null where none did
 */
public record Tested(
        String outcome,
        int status,
        String cause,
        String answer,
        long latencyNanos,
        @Nullable Request request) {

    /**
     * A request, secrets hidden.
     *
     * @param headers by name
     */
    public record Request(String method, String url, Map<String, String> headers, String body) {}

    static Tested of(Outcome outcome, @Nullable Sent sent) {
        Answer answer = outcome.answer();
        return new Tested(
                outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT),
                answer.status(),
                answer.cause(),
                answer.excerpt(),
                answer.latencyNanos(),
                sent == null ? null : new Request(sent.method(), sent.url(), sent.headers(), sent.body()));
    }
}
