package dev.centrifuge.delivery.answer;

import dev.centrifuge.delivery.Answer;
import dev.centrifuge.delivery.Outcome;
import dev.centrifuge.delivery.Outcome.Delivered;
import dev.centrifuge.delivery.Outcome.Failed;
import dev.centrifuge.delivery.Outcome.Gone;
import dev.centrifuge.delivery.Outcome.Refused;
import org.jspecify.annotations.Nullable;

/**
 * What an answer means. Pure.
 *
 * <pre>
 *   2xx                            delivered
 *   408, 425, 429, 5xx             failed: again later; 429 and 503 may gate the destination by Retry-After
 *   410                            gone: the destination stops until an operator resumes it
 *   3xx                            refused: redirects are never followed, and no retry makes one a 2xx
 *   other 4xx                      refused
 *   1xx (as a final answer), 600…  failed: not HTTP, and so no verdict on the event
 * </pre>
 */
public final class Answers {

    private static final String[] CAUSES = causes();

    private Answers() {}

    /** The cause of an answer: {@code http_<status>}, {@code protocol} for what is no status of HTTP. */
    public static String cause(int status) {
        return status >= 100 && status < CAUSES.length ? CAUSES[status] : Causes.PROTOCOL;
    }

    /**
     * @param answer with its status
     * @param retryAfter the header, if any
     * @param nowMillis milliseconds since the epoch, for a {@code Retry-After} that is a date
     */
    public static Outcome classify(Answer answer, @Nullable String retryAfter, long nowMillis) {
        int status = answer.status();
        if (isSuccess(status)) {
            return new Delivered(answer);
        } else if (status == 410) {
            return new Gone(answer);
        } else if (mayPass(status)) {
            return new Failed(answer, gates(status) ? RetryAfter.millis(retryAfter, nowMillis) : 0);
        }
        return new Refused(answer);
    }

    public static boolean isSuccess(int status) {
        return status >= 200 && status < 300;
    }

    /** Whether {@code Retry-After} of such an answer holds for everybody. */
    static boolean gates(int status) {
        return status == 429 || status == 503;
    }

    private static boolean mayPass(int status) {
        return status == 408 || status == 425 || status == 429 || status >= 500 || status < 200;
    }

    private static String[] causes() {
        String[] causes = new String[600];
        for (int status = 100; status < causes.length; status++) {
            causes[status] = "http_" + status;
        }
        return causes;
    }
}
