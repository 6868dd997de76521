package dev.centrifuge.process;

import dev.centrifuge.tools.sink.Sink;
import dev.centrifuge.tools.sink.SinkOptions;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import static org.awaitility.Awaitility.await;

/** What stands around a gateway: a sink that it delivers to, clients that post, and a record of who saw what when. */
final class Scene implements AutoCloseable {
    /** Long enough wherever a test waits for what must come, on a machine that has other things to do; it says nothing of how soon. */
    static final Duration PATIENCE = Duration.ofSeconds(120);

    /** To see whether all has come takes a look at each event. */
    private static final Duration LOOK = Duration.ofMillis(250);

    /** The most requests in flight to a destination that says nothing of it. */
    static final int IN_FLIGHT = 64;

    final Ledger ledger = new Ledger("key");
    final Arrivals arrivals = new Arrivals();
    final Sink sink;
    private final Vertx vertx = Vertx.vertx();

    /** Takes everything. */
    Scene() throws Exception {
        this(Map.of());
    }

    /** @param modes by path */
    Scene(Map<String, String> modes) throws Exception {
        sink = Sink.start(vertx, SinkOptions.standard().withPaths(modes).withListener(arrivals))
                .toCompletionStage()
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
    }

    /** Takes everything from a gateway with the embedded broker, which is configured in that directory and yet to be started. */
    static Scene around(Path home) throws Exception {
        Scene scene = new Scene();
        Conf.embedded(home).destination("sink", scene.sink.url("/")).write();
        return scene;
    }

    /** What was acknowledged and has not come to that path. */
    Set<String> missing(String path) {
        return missing(ledger, path);
    }

    Set<String> missing(Ledger of, String path) {
        Set<String> missing = new HashSet<>(of.acknowledged());
        sink.ids(path).forEach(missing::remove);
        return missing;
    }

    /** Waits until nothing is missing, so that what is awaited is lost exactly if this fails. */
    void awaitAll(String path, Duration most) {
        await().atMost(most).pollInterval(LOOK).until(() -> missing(path).isEmpty());
    }

    /** Waits until so many more were acknowledged. */
    void awaitMore(int events, Duration most) {
        int enough = ledger.acknowledged().size() + events;
        await().atMost(most).until(() -> ledger.acknowledged().size() >= enough);
    }

    long doubled() {
        return sink.stats().duplicates();
    }

    /**
     * What a crash may double: in flight, and delivered within the checkpoint's interval before. That ends with the last
     * arrival: a process that is killed takes a while to be gone, in which nothing arrives.
     */
    long mayDouble(long goneAt, Duration interval) {
        long last = arrivals.lastBefore(goneAt);
        return IN_FLIGHT + arrivals.between(last - interval.toNanos(), last);
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
