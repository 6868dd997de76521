package dev.centrifuge.config.outbound;

import dev.centrifuge.config.check.Checks;
import dev.centrifuge.config.check.Pointer;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What answers mean to a destination where that is not what they mean by default.
 *
 * @param meanings by status ({@code 409}), class of statuses ({@code 4xx}), or what kept an answer from coming (
 *     {@link #FAILURES}). A status goes before its class, and what is named by neither keeps its default
 */
public record AnswerRules(Map<String, Meaning> meanings) {

    /** What may be redefined where there was no answer. */
    public static final Set<String> FAILURES =
            Set.of("connect", "dns", "forbidden_address", "protocol", "proxy", "reset", "timeout", "tls");

    private static final String EXPECTED =
            "a status 200 to 599, a class 2xx to 5xx, or one of connect, dns, forbidden_address, protocol, proxy, reset,"
                    + " timeout, tls";

    public AnswerRules {
        meanings = meanings.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(meanings));
        Checks checks = new Checks();
        meanings.forEach((answer, meaning) -> {
            String pointer = Pointer.to("", answer);
            boolean failure = FAILURES.contains(answer);
            checks.hidden(pointer, failure || answer.matches("[2-5]([0-9]{2}|xx)"), "is not an answer", EXPECTED);
            boolean absurd = failure && meaning == Meaning.DELIVERED;
            checks.hidden(pointer, !absurd, "is \"delivered\" where there was no answer", "retry, dead or disable");
        });
        checks.done();
    }

    public static AnswerRules none() {
        return new AnswerRules(Map.of());
    }

    /** What becomes of an event that was answered so. */
    public enum Meaning {
        /** The destination has it. */
        DELIVERED,
        /** It is tried again. */
        RETRY,
        /** It becomes a dead letter at once. */
        DEAD,
        /** It waits, and the destination gets nothing until an operator resumes it. */
        DISABLE
    }
}
