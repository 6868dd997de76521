package dev.centrifuge.delivery.answer;

import dev.centrifuge.config.outbound.AnswerRules;
import dev.centrifuge.config.outbound.AnswerRules.Meaning;
import dev.centrifuge.delivery.Answer;
import dev.centrifuge.delivery.Outcome;
import dev.centrifuge.delivery.Outcome.Delivered;
import dev.centrifuge.delivery.Outcome.Failed;
import dev.centrifuge.delivery.Outcome.Gone;
import dev.centrifuge.delivery.Outcome.Refused;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an answer means to a destination. Pure.
 *
 * <pre>
 *   2xx                            delivered
 *   408, 425, 429, 5xx             failed: again later; 429 and 503 may gate the destination by Retry-After
 *   410                            gone: the destination stops until an operator resumes it
 *   3xx                            refused: redirects are never followed, and no retry makes one a 2xx
 *   other 4xx                      refused
 *   1xx (as a final answer), 600…  failed: not HTTP, and so no verdict on the event
 *   no answer                      failed
 * </pre>
 *
 * A destination's {@link AnswerRules} go before each row but the last but one.
 */
public final class Answers {

    private static final int STATUSES = 600;
    private static final String[] CAUSES = causes();

    /** Of nearly every destination: a table each would be 2.4 KB, and 600 look-ups to fill it. */
    private static final Answers STANDARD = make(Map.of());

    private final Meaning[] meanings;
    private final Map<String, Meaning> failures;

    private Answers(Meaning[] meanings, Map<String, Meaning> failures) {
        this.meanings = meanings;
        this.failures = failures;
    }

    public static Answers of(AnswerRules rules) {
        return rules.meanings().isEmpty() ? STANDARD : make(rules.meanings());
    }

    private static Answers make(Map<String, Meaning> own) {
        Meaning[] meanings = new Meaning[STATUSES];
        for (int status = 0; status < STATUSES; status++) {
            Meaning ofClass = own.getOrDefault(status / 100 + "xx", standard(status));
            meanings[status] = own.getOrDefault(Integer.toString(status), ofClass);
        }
        Map<String, Meaning> failures = new HashMap<>(own);
        failures.keySet().retainAll(AnswerRules.FAILURES);
        return new Answers(meanings, Map.copyOf(failures));
    }

    private static Meaning standard(int status) {
        if (status >= 200 && status < 300) {
            return Meaning.DELIVERED;
        } else if (status == 410) {
            return Meaning.DISABLE;
        }
        boolean mayPass = status == 408 || status == 425 || status == 429 || status >= 500 || status < 200;
        return mayPass ? Meaning.RETRY : Meaning.DEAD;
    }

    /** The cause of an answer: {@code http_<status>}, {@code protocol} for what is no status of HTTP. */
    public static String cause(int status) {
        return status >= 100 && status < STATUSES ? CAUSES[status] : Causes.PROTOCOL;
    }

    /** Whether an event that was answered so has arrived. */
    public boolean isSuccess(int status) {
        return meaning(status) == Meaning.DELIVERED;
    }

    private Meaning meaning(int status) {
        return status >= 0 && status < STATUSES ? meanings[status] : Meaning.RETRY;
    }

    /**
     * @param answer with its status
     * @param retryAfter the header, if any
     * @param nowMillis milliseconds since the epoch, for a {@code Retry-After} that is a date
     */
    public Outcome classify(Answer answer, @Nullable String retryAfter, long nowMillis) {
        int status = answer.status();
        long gate = gates(status) ? RetryAfter.millis(retryAfter, nowMillis) : 0;
        return outcome(meaning(status), answer, gate);
    }

    /**
     * There was no whole answer; why is in the cause.
     *
     * @param gateMillis how long to leave the destination alone, in milliseconds; 0 where nothing says so
     */
    public Outcome failed(Answer answer, long gateMillis) {
        return outcome(failures.getOrDefault(answer.cause(), Meaning.RETRY), answer, gateMillis);
    }

    private static Outcome outcome(Meaning meaning, Answer answer, long gateMillis) {
        return switch (meaning) {
            case DELIVERED -> new Delivered(answer);
            case RETRY -> new Failed(answer, gateMillis);
            case DEAD -> new Refused(answer);
            case DISABLE -> new Gone(answer);
        };
    }

    /** Whether {@code Retry-After} of such an answer holds for everybody. */
    private static boolean gates(int status) {
        return status == 429 || status == 503;
    }

    private static String[] causes() {
        String[] causes = new String[STATUSES];
        for (int status = 100; status < causes.length; status++) {
            causes[status] = "http_" + status;
        }
        return causes;
    }
}
