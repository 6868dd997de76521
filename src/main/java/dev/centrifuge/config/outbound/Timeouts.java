package dev.centrifuge.config.outbound;

import dev.centrifuge.config.check.Checks;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long the phases of an attempt may take; the attempt as a whole ends with the destination's {@code timeout} anyway.
 *
 * @param connect for TCP, to each address that is tried, and for a proxy's answer; 1 ms to 1 min, default 5 s
 * @param tls for the handshake; 1 ms to 1 min, default 5 s
 * @param firstByte from when the request is written to the first byte of the answer; 1 ms to 10 min; null, the default,
 *     for whatever {@code timeout} leaves
 */
public record Timeouts(
        Duration connect, Duration tls, @Nullable Duration firstByte) {

    private static final Duration LEAST = Duration.ofMillis(1);

    public Timeouts {
        Checks checks = new Checks()
                .range("/connect", connect, LEAST, Duration.ofMinutes(1))
                .range("/tls", tls, LEAST, Duration.ofMinutes(1));
        if (firstByte != null) {
            checks.range("/firstByte", firstByte, LEAST, Duration.ofMinutes(10));
        }
        checks.done();
    }

    public static Timeouts defaults() {
        return new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(5), null);
    }
}
