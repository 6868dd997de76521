package dev.centrifuge.process;

import dev.centrifuge.fault.Failpoint;
import dev.centrifuge.tools.sink.Arrival;
import dev.centrifuge.tools.sink.Sink;
import dev.centrifuge.tools.sink.SinkOptions;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Promises 1, 5 and 16, on the packaged jar: whatever was answered 200 arrives, however often the gateway is killed; what
 * arrives twice is bounded by what was in flight and what was delivered since the last checkpoint; a graceful stop loses
 * and doubles nothing.
 */
class CrashIT {
    private static final int RANDOM_KILLS = 7;
    private static final int LEAST_EVENTS = 100_000;
    private static final int SLOT_MILLIS = 50;
    private static final int IN_FLIGHT = 64;

    /**
     * A checkpoint each 200 ms, and what committing it takes on a machine that is busy with killing and starting: wider than
     * the promise, which counts the interval alone.
     */
    private static final int UNCOMMITTED_MILLIS = 200 + 400;

    private final Vertx vertx = Vertx.vertx();
    private final Ledger ledger = new Ledger();
    private final AtomicIntegerArray arrivals = new AtomicIntegerArray(20 * 60 * 20);
    private final long startedAt = System.nanoTime();
    private Sink sink;

    @TempDir
    Path home;

    @BeforeEach
    void startSink() throws Exception {
        sink = Sink.start(vertx, SinkOptions.standard().withListener(this::arrived))
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        GatewayProcess.configure(home, GatewayProcess.freePair(), sink.url("/"), "");
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private void arrived(Arrival arrival) {
        int slot = slot(arrival.nanos());
        if (slot < arrivals.length()) {
            arrivals.incrementAndGet(slot);
        }
    }

    private int slot(long nanos) {
        return (int) (TimeUnit.NANOSECONDS.toMillis(nanos - startedAt) / SLOT_MILLIS);
    }

    /** What a kill at this moment may double: in flight, and delivered since the last checkpoint. */
    private long bound(long killedAt) {
        long bound = IN_FLIGHT;
        for (int slot = slot(killedAt) - UNCOMMITTED_MILLIS / SLOT_MILLIS; slot <= slot(killedAt); slot++) {
            bound += slot < 0 ? 0 : arrivals.get(slot);
        }
        return bound;
    }

    private Set<String> missing() {
        Set<String> missing = new HashSet<>(ledger.acknowledged());
        sink.ids("/").forEach(missing::remove);
        return missing;
    }

    @Test
    void everythingAcknowledged_arrives_howeverOftenTheGatewayIsKilled() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> story = new ArrayList<>();
        long allowed = 0;
        for (int kill = 0; kill < RANDOM_KILLS || ledger.acknowledged().size() < LEAST_EVENTS; kill++) {
            long before = sink.stats().duplicates();
            try (GatewayProcess gateway = GatewayProcess.start(home);
                    Ledger.Run load = ledger.run(gateway.ingest(), 6, 50)) {
                int enough = ledger.acknowledged().size() + 4_000 + random.nextInt(12_000);
                await().atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(1 + random.nextInt(100)))
                        .until(() -> ledger.acknowledged().size() >= enough);
                gateway.kill();
                long bound = bound(System.nanoTime());
                allowed += bound;
                story.add("kill " + kill + ": acknowledged "
                        + ledger.acknowledged().size() + ", doubled so far " + before + ", may double " + bound);
            }
        }
        for (Failpoint point : Failpoint.values()) {
            allowed += dieAt(point, 2 + random.nextInt(8), story);
        }
        try (GatewayProcess gateway = GatewayProcess.start(home)) {
            await().atMost(Duration.ofSeconds(90)).until(() -> missing().isEmpty());
            assertThat(gateway.terminate()).isZero();
        }
        long doubled = sink.stats().duplicates();
        story.add("acknowledged " + ledger.acknowledged().size() + ", unknown " + ledger.unknown() + ", lost "
                + missing().size() + ", doubled " + doubled + " of at most " + allowed);
        story.forEach(System.out::println);
        assertThat(doubled).as("seed %d%n%s", seed, String.join("\n", story)).isLessThanOrEqualTo(allowed);
    }

    private long dieAt(Failpoint point, int pass, List<String> story) throws Exception {
        String armed = "-D" + Failpoint.PROPERTY + "=" + point + ":" + pass;
        try (GatewayProcess gateway = GatewayProcess.start(home, armed)) {
            if (gateway.isReady()) {
                try (Ledger.Run load = ledger.run(gateway.ingest(), 4, 20)) {
                    await().atMost(Duration.ofSeconds(30)).until(() -> !gateway.isAlive());
                }
            }
            assertThat(gateway.isAlive()).as("%s must have been passed", point).isFalse();
        }
        long bound = bound(System.nanoTime());
        story.add("died at " + point + ", pass " + pass + ", may double " + bound);
        return bound;
    }

    @Test
    void gracefulStops_loseAndDoubleNothing() throws Exception {
        for (int stop = 0; stop < 3; stop++) {
            GatewayProcess gateway = GatewayProcess.start(home);
            int enough = ledger.acknowledged().size() + 8_000;
            try (Ledger.Run load = ledger.run(gateway.ingest(), 6, 50)) {
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> ledger.acknowledged().size() >= enough);
                assertThat(gateway.terminate())
                        .as("exit code\n%s", gateway.log())
                        .isZero();
            }
        }
        try (GatewayProcess gateway = GatewayProcess.start(home)) {
            await().atMost(Duration.ofSeconds(60)).until(() -> missing().isEmpty());
            assertThat(gateway.terminate()).isZero();
        }
        assertThat(sink.stats().duplicates()).isZero();
    }
}
