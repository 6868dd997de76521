package dev.centrifuge.process;

import dev.centrifuge.embedded.BrokerProcess;
import dev.centrifuge.tools.sink.Sink;
import dev.centrifuge.tools.sink.SinkOptions;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Kafka stops answering under load (SIGSTOP of a broker in a process of its own): what waits is refused within the
 * acknowledgement deadline, what comes is refused at once, no event loop stalls, and when Kafka is back the gateway goes
 * on by itself, with nothing lost.
 */
class KafkaOutageIT {
    private static final Duration ACK_DEADLINE = Duration.ofSeconds(4);

    /** The promise is 50 ms on a machine that does nothing else; in a build the other core compiles and tests. */
    private static final long REFUSED_WITHIN_MILLIS = 150;

    private static final double LOOP_LAG_SECONDS = 0.25;

    private final Vertx vertx = Vertx.vertx();
    private final Ledger ledger = new Ledger();
    private Sink sink;
    private BrokerProcess broker;

    @TempDir
    Path home;

    @BeforeEach
    void start() throws Exception {
        sink = Sink.start(vertx, SinkOptions.standard())
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        broker = BrokerProcess.start(0, home.resolve("kafka"));
        GatewayProcess.configure(home, "\"bootstrap\": \"" + broker.bootstrap() + "\"", sink.url("/"), "");
    }

    @AfterEach
    void stop() throws Exception {
        broker.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /** 31 s, so that the worst event-loop lag of the last 15 to 30 s is all of the outage. */
    @Test
    void gatewayShedsAndRecovers_whenKafkaStopsForHalfAMinute() throws Exception {
        outage(Duration.ofSeconds(31));
    }

    private void outage(Duration length) throws Exception {
        try (GatewayProcess gateway = GatewayProcess.start(home);
                Ledger.Run load = ledger.run(gateway.ingest(), 4, 10)) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> ledger.acknowledged().size() >= 3_000);
            broker.freeze();
            long frozenAt = System.nanoTime();
            await().pollDelay(length).atMost(length.plusSeconds(5)).until(() -> true);
            double lag = loopLag(gateway);
            broker.thaw();
            long thawedAt = System.nanoTime();
            int before = ledger.acknowledged().size();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> ledger.acknowledged().size() >= before + 3_000);
            load.close();
            await().atMost(Duration.ofSeconds(60)).until(() -> missing().isEmpty());

            List<Ledger.Answered> during = ledger.answers().stream()
                    .filter(answer -> answer.sentAt() > frozenAt && answer.sentAt() + answer.nanos() < thawedAt)
                    .toList();
            List<Long> refused = during.stream()
                    .filter(answer -> answer.sentAt() > frozenAt + ACK_DEADLINE.toNanos())
                    .map(answer -> TimeUnit.NANOSECONDS.toMillis(answer.nanos()))
                    .sorted()
                    .toList();
            long p99 = refused.get(refused.size() * 99 / 100);
            System.out.printf(
                    "outage of %s: %d refused, p99 %d ms, longest wait %d ms, event-loop lag %.0f ms, lost %d, doubled %d%n",
                    length,
                    refused.size(),
                    p99,
                    during.stream().mapToLong(Ledger.Answered::nanos).max().orElse(0) / 1_000_000,
                    lag * 1000,
                    missing().size(),
                    sink.stats().duplicates());
            assertThat(during).allMatch(answer -> answer.status() == 503);
            assertThat(during)
                    .allMatch(answer ->
                            answer.nanos() < ACK_DEADLINE.plusSeconds(1).toNanos());
            assertThat(p99).isLessThan(REFUSED_WITHIN_MILLIS);
            assertThat(lag).isLessThan(LOOP_LAG_SECONDS);
            assertThat(gateway.isAlive()).isTrue();
        }
    }

    private Set<String> missing() {
        Set<String> missing = new HashSet<>(ledger.acknowledged());
        sink.ids("/").forEach(missing::remove);
        return missing;
    }

    private static double loopLag(GatewayProcess gateway) throws Exception {
        String page = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(gateway.admin() + "/metrics"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        Matcher lag = Pattern.compile("(?m)^centrifuge_event_loop_lag_seconds\\{.*} (.*)$")
                .matcher(page);
        double worst = 0;
        while (lag.find()) {
            worst = Math.max(worst, Double.parseDouble(lag.group(1)));
        }
        return worst;
    }
}
