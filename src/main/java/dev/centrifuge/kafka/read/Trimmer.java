package dev.centrifuge.kafka.read;

import dev.centrifuge.kafka.TopicAdmin;
import dev.centrifuge.kafka.Topics;
import dev.centrifuge.time.LogGate;
import dev.centrifuge.time.Ticker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what nobody needs any more, once a minute: of {@code events} what is resolved <em>and</em> past the configured
 * age, of delay topics what is resolved. Kafka's own retention would delete by age alone, and with it what was never
 * delivered.
 *
 * <p>Works on the event loop it was started on, through asynchronous calls.
 */
public final class Trimmer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Trimmer.class);
    private static final long PERIOD_MILLIS = 60_000;

    private final Vertx vertx;
    private final TopicAdmin admin;
    private final Topics topics;
    private final Duration retention;
    private final Supplier<List<LaneGauge>> lanes;
    private final BiConsumer<String, Map<Integer, Long>> told;
    private final Ticker ticker;
    private final LogGate failures;
    private final Map<String, Map<Integer, Long>> trimmed = new HashMap<>();
    private final long timer;

    /** Which events letters keep, by partition; those of which nothing is said are kept. */
    private volatile Function<Set<Integer>, Future<Map<Integer, Long>>> kept;

    /**
     * Starts to trim.
     *
     * @param retention how long resolved events stay, for replays
     * @param lanes what this node reads, with what is resolved of it
     * @param told the topic, and below which offset of which partition its records are deleted now
     */
    public Trimmer(
            Vertx vertx,
            TopicAdmin admin,
            Topics topics,
            Duration retention,
            Supplier<List<LaneGauge>> lanes,
            BiConsumer<String, Map<Integer, Long>> told,
            Ticker ticker) {
        this(vertx, admin, topics, retention, lanes, told, ticker, PERIOD_MILLIS);
    }

    Trimmer(
            Vertx vertx,
            TopicAdmin admin,
            Topics topics,
            Duration retention,
            Supplier<List<LaneGauge>> lanes,
            BiConsumer<String, Map<Integer, Long>> told,
            Ticker ticker,
            long periodMillis) {
        this.vertx = vertx;
        this.admin = admin;
        this.topics = topics;
        this.retention = retention;
        this.lanes = lanes;
        this.told = told;
        this.ticker = ticker;
        this.kept = partitions -> Future.succeededFuture(
                partitions.stream().collect(Collectors.toMap(each -> each, each -> Long.MAX_VALUE)));
        this.failures = new LogGate(LOG, Duration.ofMinutes(10), ticker);
        this.timer = vertx.setPeriodic(periodMillis, tick -> trim());
    }

    /** From now on these are asked which events are needed yet: the first of each partition. Any thread. */
    public void keep(Function<Set<Integer>, Future<Map<Integer, Long>>> needed) {
        kept = needed;
    }

    private void trim() {
        lanes.get().stream()
                .collect(Collectors.groupingBy(
                        LaneGauge::topic, Collectors.toMap(LaneGauge::partition, LaneGauge::resolvedBelow)))
                .forEach((topic, below) -> limits(topic, below)
                        .compose(limits -> delete(topic, limits))
                        .onFailure(failure -> failures.warn("old records cannot be deleted", failure)));
    }

    private Future<Map<Integer, Long>> limits(String topic, Map<Integer, Long> resolvedBelow) {
        if (!topic.equals(topics.events())) {
            return Future.succeededFuture(resolvedBelow);
        }
        return admin.firstSince(topic, resolvedBelow.keySet(), ticker.millis() - retention.toMillis())
                .map(since -> {
                    Map<Integer, Long> both = new HashMap<>();
                    since.forEach((i, first) -> both.put(i, Math.min(first, resolvedBelow.getOrDefault(i, 0L))));
                    return both;
                })
                .compose(this::without);
    }

    /** The same without what letters keep. */
    private Future<Map<Integer, Long>> without(Map<Integer, Long> below) {
        return kept.apply(below.keySet()).map(needed -> {
            Map<Integer, Long> both = new HashMap<>();
            below.forEach((i, offset) -> both.put(i, Math.min(offset, needed.getOrDefault(i, 0L))));
            return both;
        });
    }

    private Future<Void> delete(String topic, Map<Integer, Long> below) {
        Map<Integer, Long> before = trimmed.computeIfAbsent(topic, t -> new HashMap<>());
        Map<Integer, Long> more = new HashMap<>();
        below.forEach((partition, offset) -> {
            if (offset > before.getOrDefault(partition, 0L)) {
                more.put(partition, offset);
            }
        });
        return more.isEmpty()
                ? Future.succeededFuture()
                : admin.trim(topic, more).onSuccess(done -> {
                    before.putAll(more);
                    told.accept(topic, more);
                });
    }

    @Override
    public void close() {
        vertx.cancelTimer(timer);
    }
}
