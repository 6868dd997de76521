package dev.centrifuge.dispatch;

import dev.centrifuge.dispatch.traffic.Plots;
import dev.centrifuge.flow.outbox.Outlook;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One destination from near.
 *
 * @param bounds what holds it back
 * @param plots its last minutes; null where it had no traffic, or too many others had
 */
public record DestinationDetail(
        DestinationGauge gauge, Bounds bounds, @Nullable Plots plots) {

    /**
     * What holds a destination back, at a moment.
     *
     * @param breaker {@code closed}, {@code open} or {@code probing}
     * @param gateMillis for how long it asked to be left alone, from now; 0 where it did not
     * @param concurrency how many requests may be in flight
     * @param ramping whether that grows after a start or an outage
     * @param blockedKeys users whose events wait for an earlier one of theirs
     */
    public record Bounds(String breaker, long gateMillis, int concurrency, boolean ramping, int blockedKeys) {

        static Bounds of(Outlook outlook) {
            return new Bounds(
                    outlook.breaker().name().toLowerCase(Locale.ROOT),
                    outlook.gateNanos() / 1_000_000,
                    outlook.concurrency(),
                    outlook.ramping(),
                    outlook.blockedKeys());
        }
    }
}
