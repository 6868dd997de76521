package dev.centrifuge.config.outbound;

import org.jspecify.annotations.Nullable;

/**
 * How requests travel and what comes back means: keys of a destination's file that stand side by side with the others.
 *
 * @param timeouts of connecting and answering
 * @param answers what differs from the table of answers
 * @param tls whom to trust; null for whom the JVM trusts
 * @param proxy null, the default, for the gateway's, if it has one
 */
public record HttpConfig(
        Timeouts timeouts,
        AnswerRules answers,
        @Nullable TrustConfig tls,
        @Nullable ProxyConfig proxy) {

    public static HttpConfig defaults() {
        return new HttpConfig(Timeouts.defaults(), AnswerRules.none(), null, null);
    }
}
