package dev.centrifuge.process;

import dev.centrifuge.embedded.BrokerProcess;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Kafka stops answering under load (SIGSTOP of a broker in a process of its own): what waits is refused within the
 * acknowledgement deadline, what comes is refused at once, no event loop stalls, what cannot be recorded is not sent, and
 * when Kafka is back the gateway goes on by itself, with nothing lost.
 */
@Tag("alone")
class KafkaOutageIT {
    private static final Duration ACK_DEADLINE = Duration.ofSeconds(4);

    /** The promise is 50 ms on a machine that does nothing else; in a build the other core compiles and tests. */
    private static final long REFUSED_WITHIN_MILLIS = 150;

    private static final double LOOP_LAG_SECONDS = 0.25;

    /** How long what is delivered may be unrecorded before nothing more is sent. */
    private static final Duration UNRECORDED = Duration.ofSeconds(2);

    private static final Duration CHECKPOINT = Duration.ofMillis(200);

    private Scene scene;
    private BrokerProcess broker;

    @TempDir
    Path home;

    /** Beside the sink, a destination that is so slow that much of what it is to get waits in memory. */
    @BeforeEach
    void start() throws Exception {
        scene = new Scene();
        broker = BrokerProcess.start(0, home.resolve("kafka"));
        JsonObject slow = new JsonObject().put("rate", new JsonObject().put("limit", 200));
        Conf.cluster(home, broker.bootstrap())
                .destination("sink", scene.sink.url("/"))
                .destination("slow", scene.sink.url("/slow"), slow)
                .write();
    }

    @AfterEach
    void stop() throws Exception {
        broker.close();
        scene.close();
    }

    /** 31 s, so that the worst event-loop lag of the last 15 to 30 s is all of the outage. */
    @Test
    void gatewayShedsAndRecovers_whenKafkaStopsForHalfAMinute() throws Exception {
        Duration length = Duration.ofSeconds(31);
        try (GatewayProcess gateway = GatewayProcess.start(home);
                Ledger.Run load = scene.ledger.run(gateway.ingest(), 4, 10)) {
            scene.awaitMore(8_000, Scene.PATIENCE);
            broker.freeze();
            long frozenAt = System.nanoTime();
            await().pollDelay(length).atMost(length.plusSeconds(5)).until(() -> true);
            double lag = Arrays.stream(gateway.metric("centrifuge_event_loop_lag_seconds", ""))
                    .max()
                    .orElseThrow();
            int waiting = scene.missing("/slow").size();
            long thawedAt = System.nanoTime();
            broker.thaw();
            scene.awaitMore(3_000, Scene.PATIENCE);
            load.close();
            scene.awaitAll("/", Scene.PATIENCE);

            shed(length, frozenAt, thawedAt, lag);
            sentNothing(frozenAt, thawedAt, waiting);
            assertThat(gateway.isAlive()).isTrue();
        }
    }

    private void shed(Duration length, long frozenAt, long thawedAt, double lag) {
        List<Ledger.Answered> during = scene.ledger.answers().stream()
                .filter(answer -> answer.sentAt() > frozenAt && answer.sentAt() + answer.nanos() < thawedAt)
                .toList();
        List<Long> refused = during.stream()
                .filter(answer -> answer.sentAt() > frozenAt + ACK_DEADLINE.toNanos())
                .map(answer -> TimeUnit.NANOSECONDS.toMillis(answer.nanos()))
                .sorted()
                .toList();
        long p99 = refused.get(refused.size() * 99 / 100);
        System.out.printf(
                "outage of %s: %d refused, p99 %d ms, longest wait %d ms, event-loop lag %.0f ms, lost %d%n",
                length,
                refused.size(),
                p99,
                during.stream().mapToLong(Ledger.Answered::nanos).max().orElse(0) / 1_000_000,
                lag * 1000,
                scene.missing("/").size());
        assertThat(during).allMatch(answer -> answer.status() == 503);
        assertThat(during)
                .allMatch(answer -> answer.nanos() < ACK_DEADLINE.plusSeconds(1).toNanos());
        assertThat(p99).isLessThan(REFUSED_WITHIN_MILLIS);
        assertThat(lag).isLessThan(LOOP_LAG_SECONDS);
    }

    /** While much waited. And what had been sent unrecorded until then is all that may come twice. */
    private void sentNothing(long frozenAt, long thawedAt, int waiting) {
        long leaseOver = frozenAt + UNRECORDED.toNanos();
        long allowed = 2 * Scene.IN_FLIGHT + scene.arrivals.between(frozenAt - CHECKPOINT.toNanos(), leaseOver);
        long late = scene.arrivals.between(leaseOver + TimeUnit.MILLISECONDS.toNanos(200), thawedAt);
        System.out.printf(
                "sent in the outage: %d in its first 2 s, %d later while %d waited; doubled %d of at most %d%n",
                scene.arrivals.between(frozenAt, leaseOver), late, waiting, scene.doubled(), allowed);
        assertThat(waiting).as("legs that wait for the slow destination").isGreaterThan(1_000);
        assertThat(late).as("sent after %s without a record", UNRECORDED).isZero();
        assertThat(scene.doubled()).isLessThanOrEqualTo(allowed);
    }
}
