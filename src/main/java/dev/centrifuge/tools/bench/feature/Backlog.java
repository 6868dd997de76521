package dev.centrifuge.tools.bench.feature;

import dev.centrifuge.time.Ticker;
import dev.centrifuge.tools.bench.Filler;
import dev.centrifuge.tools.bench.Sample;
import dev.centrifuge.tools.bench.SinkCount;
import dev.centrifuge.tools.bench.child.Cpu;
import dev.centrifuge.tools.bench.child.GatewayChild;
import dev.centrifuge.tools.bench.child.Scratch;
import dev.centrifuge.tools.load.LoadResult;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A gateway with one destination. It is disabled while events come in and enabled, with a feature, when all are in Kafka: so
 * what is measured is their leaving alone. Blocks.
 */
final class Backlog implements AutoCloseable {
    /** The source whose events the destination gets, and those that feed others or nobody: their ids are also their write keys. */
    static final String SOURCE = "out";

    /** The destination. */
    static final String SINK = "sink";

    static final String PLAIN = "in";
    static final String IDLE = "idle";
    static final String CHECKED = "checked";

    private static final String RELOADS = "centrifuge_config_reload_total{result=\"applied\"} ";
    private static final String PATH = "/drain";
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** Handshakes and the ramp are before, partitions that run dry one after the other are behind. */
    private static final double FROM = 0.1;

    private static final double TO = 0.95;

    private final Filler filler;
    private final Scratch scratch;
    private final String name;
    private final GatewayChild gateway;
    private final SinkCount sink;
    private final Feature.Endpoint endpoint;

    private Backlog(
            Vertx vertx,
            Scratch scratch,
            String name,
            GatewayChild gateway,
            SinkCount sink,
            Feature.Endpoint endpoint) {
        this.filler = new Filler(vertx, LONG);
        this.scratch = scratch;
        this.name = name;
        this.gateway = gateway;
        this.sink = sink;
        this.endpoint = endpoint;
    }

    /**
     * @param jvm flags of the gateway
     * @param more of its {@code gateway.json}, as {@link GatewayChild#start} has it
     */
    static Backlog open(
            Vertx vertx,
            Scratch scratch,
            String name,
            List<String> jvm,
            String more,
            SinkCount sink,
            Feature.Endpoint endpoint)
            throws IOException {
        return open(vertx, scratch, name, jvm, more, sink, endpoint, 0);
    }

    /** @param idle how many destinations of the same address there are beside it, which get nothing */
    static Backlog open(
            Vertx vertx,
            Scratch scratch,
            String name,
            List<String> jvm,
            String more,
            SinkCount sink,
            Feature.Endpoint endpoint,
            int idle)
            throws IOException {
        scratch.write(name + "/conf/schemas/order.json", Schema.TEXT);
        Map<String, String> sources = Map.of(
                SOURCE,
                source(SOURCE, ""),
                PLAIN,
                source(PLAIN, ""),
                IDLE,
                source(IDLE, ""),
                CHECKED,
                source(CHECKED, ",\"schemas\":[{\"type\":\"track\",\"file\":\"../schemas/order.json\"}]"));
        Map<String, String> destinations = new HashMap<>();
        destinations.put(SINK, file(Feature.PLAIN, endpoint, true));
        for (int i = 1; i <= idle; i++) {
            destinations.put(
                    "idle-" + i, file(Feature.PLAIN, endpoint, true).replace('"' + SOURCE + '"', '"' + IDLE + '"'));
        }
        GatewayChild gateway = GatewayChild.start(scratch, name, jvm, more, sources, destinations);
        return new Backlog(vertx, scratch, name, gateway, sink, endpoint);
    }

    private static String source(String id, String more) {
        return "{\"writeKeys\":[\"" + id + "\"]" + more + "}";
    }

    private static String file(Feature feature, Feature.Endpoint endpoint, boolean enabled) {
        return feature.file(endpoint, enabled).replaceFirst("\\{", "{\"sources\":[\"" + SOURCE + "\"],");
    }

    /** Fills the log with events and measures how they leave. */
    Sample drain(Feature feature, long events) throws IOException {
        long count = Filler.BATCH * (long) Math.ceil(events * feature.share() / Filler.BATCH);
        configure(feature, false);
        long before = sink.events(PATH);
        post(SOURCE, count);
        configure(feature, true);
        long from = sink.await(PATH, before + (long) (count * FROM), LONG);
        Cpu then = gateway.cpu();
        long start = Ticker.system().nanos();
        long to = sink.await(PATH, before + (long) (count * TO), LONG);
        double seconds = (Ticker.system().nanos() - start) / (double) TimeUnit.SECONDS.toNanos(1);
        Sample sample =
                Sample.of((to - from) / seconds, to - from, gateway.cpu().since(then));
        finish(before + count);
        return sample;
    }

    /** Events through the gateway while the destination takes them, from the first request to the last arrival. */
    Sample through(long events) throws IOException {
        long target = sink.events(PATH) + events;
        Cpu then = gateway.cpu();
        long start = Ticker.system().nanos();
        post(SOURCE, events);
        finish(target);
        double seconds = (Ticker.system().nanos() - start) / (double) TimeUnit.SECONDS.toNanos(1);
        return Sample.of(events / seconds, events, gateway.cpu().since(then));
    }

    /** Events into the gateway, for a source that no destination asks for. */
    Sample in(String source, long events) throws IOException {
        Cpu then = gateway.cpu();
        LoadResult result = post(source, events);
        return Sample.of(result, gateway.cpu().since(then));
    }

    int adminPort() {
        return gateway.adminPort;
    }

    private LoadResult post(String source, long events) throws IOException {
        return filler.fill(gateway, source, events);
    }

    private void finish(long target) throws IOException {
        long end = sink.await(PATH, target, LONG);
        if (end > target) {
            throw new IOException((end - target) + " events were delivered twice, with no fault to excuse it");
        }
    }

    private void configure(Feature feature, boolean enabled) throws IOException {
        long before = reloads();
        scratch.write(name + "/conf/destinations/sink.json", file(feature, endpoint, enabled));
        long end = Ticker.system().nanos() + LONG.toNanos();
        while (reloads() == before) {
            if (Ticker.system().nanos() > end) {
                throw new IOException("the gateway does not take the destination \"" + feature.name() + "\"; see "
                        + scratch.path().resolve(name + ".log"));
            }
            LockSupport.parkNanos(EVERY_NANOS);
        }
    }

    private long reloads() throws IOException {
        return gateway.metrics()
                .lines()
                .filter(line -> line.startsWith(RELOADS))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(RELOADS.length())))
                .sum();
    }

    @Override
    public void close() throws IOException {
        gateway.close();
    }
}
