package dev.centrifuge.simulation;

import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.config.RateConfig;
import dev.centrifuge.config.outbound.HttpConfig;
import dev.centrifuge.config.payload.Payload;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** What one node lives with. */
interface ScaleWorld {

    int partitions();

    /** One event stands for so many: rates are divided by it; what an event costs and weighs is multiplied. */
    int sample();

    /** From when on, in nanoseconds; before it every event is there. */
    long sampledFrom();

    long stepNanos();

    /** The node's budget in life, in bytes. */
    long memory();

    /** When those that are {@link #ill} go down, in nanoseconds. */
    long outageFrom();

    /** When they are healthy again. */
    long outageUntil();

    /** Whether a destination is among those that go down. */
    boolean ill(String destination);

    ScaleTraffic traffic();

    /** @param sampled the limits of those that go down are for one event in so many; nobody else comes near theirs */
    Map<String, DestinationConfig> configuration(ScaleTraffic traffic, int sampled);

    default boolean down(String destination, long nanos) {
        return nanos >= outageFrom() && nanos < outageUntil() && ill(destination);
    }

    /** A destination with a limit. */
    static DestinationConfig limited(String id, Set<String> sources, double perSecond) {
        long limit = Math.max(1, Math.round(perSecond * 3_600));
        RateConfig rate = new RateConfig(limit, Duration.ofHours(1), Math.max(1, limit / 360));
        return new DestinationConfig(
                id,
                URI.create("http://" + id + ".example/"),
                sources,
                true,
                "POST",
                Map.of(),
                Payload.defaults(),
                null,
                rate,
                DestinationConfig.Concurrency.defaults(),
                Duration.ofSeconds(10),
                new DestinationConfig.Retry(Duration.ofSeconds(1), 2, Duration.ofMinutes(15), Duration.ofHours(48)),
                DestinationConfig.Ordering.NONE,
                null,
                null,
                HttpConfig.defaults(),
                false);
    }
}
