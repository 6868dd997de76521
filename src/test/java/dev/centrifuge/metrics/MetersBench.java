package dev.centrifuge.metrics;

import dev.centrifuge.delivery.Answer;
import dev.centrifuge.metrics.meter.Buckets;
import dev.centrifuge.metrics.meter.Durations;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Histogram;
import java.time.Duration;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.LongStream;

/**
 * What counting costs, in nanoseconds an operation on one thread. A command, not a test:
 * {@code java -cp target/test-classes:target/classes:$(…) dev.centrifuge.metrics.MetersBench}. Compare lines of one run.
 */
final class MetersBench {
    private static final int ROUNDS = 5;
    private static final int PER_ROUND = 5_000_000;

    private MetersBench() {}

    public static void main(String[] arguments) {
        Metrics metrics = new Metrics("bench");
        metrics.configured(Set.of("web", "app"), Set.of("crm", "lake"));
        Answer ok = new Answer(200, "http_200", "", 12_000_000);
        time("received()", i -> metrics.ingest().received("web", 1, 700, i));
        time("delivered(): counter and two histograms", i -> metrics.dispatch().delivered("web", "crm", ok, i & 1023));

        Buckets buckets = new Buckets(Durations.REQUEST);
        time("a duration in Buckets", i -> buckets.record(i * 16L));

        double[] seconds =
                LongStream.of(Durations.REQUEST).mapToDouble(n -> n / 1e9).toArray();
        DistributionDataPoint prometheus = Histogram.builder()
                .name("h")
                .classicOnly()
                .classicUpperBounds(seconds)
                .withoutExemplars()
                .build();
        time("a duration in the Prometheus client's Histogram", i -> prometheus.observe(i * 16e-9));

        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Duration[] bounds =
                LongStream.of(Durations.REQUEST).mapToObj(Duration::ofNanos).toArray(Duration[]::new);
        Timer timer = Timer.builder("t").serviceLevelObjectives(bounds).register(registry);
        time("a duration in Micrometer's Timer", i -> timer.record(Duration.ofNanos(i * 16L)));

        io.micrometer.core.instrument.Counter counter = registry.counter("c");
        time("one in Micrometer's Counter, held", i -> counter.increment());
        time(
                "one in Micrometer's Counter, looked up by tags",
                i -> registry.counter("d", "source", "web", "destination", "crm")
                        .increment());
        long started = System.nanoTime();
        int size = metrics.scrape(Exposition.TEXT).length;
        System.out.printf("a page of %,d bytes, first time: %.1f ms%n", size, (System.nanoTime() - started) / 1e6);
    }

    private static void time(String what, IntConsumer operation) {
        double best = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long started = System.nanoTime();
            for (int i = 0; i < PER_ROUND; i++) {
                operation.accept(i);
            }
            best = Math.min(best, (System.nanoTime() - started) / (double) PER_ROUND);
        }
        System.out.printf("%6.1f ns  %s%n", best, what);
    }
}
