package dev.centrifuge.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code destinations/<id>.json}.
 *
 * @param sources which sources feed it; {@code *} (the default) for all
 * @param headers added to each request; values may be secrets and are never shown
 * @param timeout from the start of an attempt to the last byte of its answer
 * @param privateNetwork whether it may resolve to loopback and private addresses
 */
public record DestinationConfig(
        String id,
        URI url,
        Set<String> sources,
        boolean enabled,
        String method,
        Map<String, Secret> headers,
        @Nullable RateConfig rate,
        Concurrency concurrency,
        Duration timeout,
        Retry retry,
        @Nullable Auth auth,
        @Nullable Signing signing,
        boolean privateNetwork) {

    /**
     * @param max the most requests in flight; 1 to 10,000, default 64
     * @param adaptive whether the limit moves below {@code max} with latency and errors
     */
    public record Concurrency(int max, boolean adaptive) {}

    /**
     * Full-jitter exponential backoff: before try n+1 a wait drawn from 0 to
     * {@code min(max, initial · factor^(n-1))}.
     *
     * @param ttl how long after it was received an event is given up
     */
    public record Retry(Duration initial, double factor, Duration max, Duration ttl) {}

    /** How requests authenticate. */
    public sealed interface Auth {

        record Bearer(Secret token) implements Auth {}

        record Basic(String username, Secret password) implements Auth {}

        record Header(String name, Secret value) implements Auth {}
    }

    /** Standard Webhooks: with several secrets, each signs (rotation). */
    public record Signing(List<Secret> secrets) {}
}
