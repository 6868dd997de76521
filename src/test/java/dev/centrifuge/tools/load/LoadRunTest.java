package dev.centrifuge.tools.load;

import dev.centrifuge.time.Ticker;
import dev.centrifuge.tools.sink.Sink;
import dev.centrifuge.tools.sink.SinkOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LoadRunTest {
    private static final Duration HALF_A_SECOND = Duration.ofMillis(500);
    private final Vertx vertx = Vertx.vertx();
    private final Template template = Template.post("x", "/a", "", "{\"messageId\":\"{seq}\"}", 1, 0);

    @AfterEach
    void close() {
        join(vertx.close());
    }

    @Test
    void closedLoop_sendsEachRequestOnce() {
        Sink sink = join(Sink.start(vertx, SinkOptions.standard()));
        LoadResult result = run(
                LoadPlan.closed(sink.port(), 8, template, Duration.ofMinutes(1)).withMost(5_000));
        assertThat(result.status()).containsOnlyKeys(200);
        assertThat(result.ok()).isEqualTo(5_000);
        assertThat(result.events()).isEqualTo(5_000);
        assertThat(result.latency().getTotalCount()).isEqualTo(5_000);
        assertThat(sink.stats().unique()).isEqualTo(5_000);
        assertThat(sink.stats().duplicates()).isZero();
        assertThat(sink.count("/a", "000000004999")).isEqualTo(1);
    }

    @Test
    void closedLoop_endsInTime() {
        Sink sink = join(Sink.start(vertx, SinkOptions.standard()));
        LoadResult result = run(LoadPlan.closed(sink.port(), 4, template, HALF_A_SECOND));
        assertThat(result.ok()).isEqualTo(sink.stats().requests()).isPositive();
        assertThat(result.nanos()).isBetween(400_000_000L, 2_000_000_000L);
    }

    @Test
    void openLoop_keepsItsRate() {
        Sink sink = join(Sink.start(vertx, SinkOptions.standard()));
        LoadResult result = run(LoadPlan.open(sink.port(), 4, template, 200, HALF_A_SECOND));
        assertThat(result.ok()).isEqualTo(100);
        assertThat(sink.stats().unique()).isEqualTo(100);
    }

    @Test
    void openLoop_countsTheWaitForASlowServer() {
        Sink sink = join(Sink.start(vertx, SinkOptions.standard().withMode("slow:delay=20ms")));
        LoadResult result = run(LoadPlan.open(sink.port(), 1, template, 100, HALF_A_SECOND));
        // Fifty are due in half a second, and one connection serves them in a whole one at best: none is left out, and
        // the last waited for its turn.
        assertThat(result.ok()).isEqualTo(50);
        assertThat(result.unsent()).isZero();
        assertThat(result.millisAt(100)).isGreaterThan(450);
        assertThat(result.millisAt(0)).isGreaterThan(19);
    }

    @Test
    void brokenConnections_areCountedAndReplaced() {
        Sink sink = join(Sink.start(vertx, SinkOptions.standard().withMode("reset")));
        BitSet ended = new BitSet();
        LoadPlan plan = LoadPlan.closed(sink.port(), 4, template, HALF_A_SECOND);
        LoadResult result = run(plan.withListener((number, status, due, now) -> {
            assertThat(ended.get((int) number)).isFalse();
            ended.set((int) number);
        }));
        assertThat(result.ok()).isZero();
        assertThat(result.status()).containsOnlyKeys(0);
        assertThat(result.requests()).isGreaterThan(8).isEqualTo(ended.cardinality());
    }

    @Test
    void errors_areCountedByStatus() {
        Sink sink = join(Sink.start(vertx, SinkOptions.standard().withMode("limit:rate=10,per=1h")));
        LoadResult result = run(
                LoadPlan.closed(sink.port(), 2, template, Duration.ofMinutes(1)).withMost(30));
        assertThat(result.status()).containsEntry(200, 10L).containsEntry(429, 20L);
        assertThat(result.latency().getTotalCount()).isEqualTo(10);
    }

    @Test
    void noServer_failsTheRun() {
        Sink sink = join(Sink.start(vertx, SinkOptions.standard()));
        join(sink.close());
        assertThatThrownBy(() -> run(LoadPlan.closed(sink.port(), 2, template, HALF_A_SECOND)))
                .hasMessageContaining("no connection to 127.0.0.1:" + sink.port());
    }

    private LoadResult run(LoadPlan plan) {
        return join(LoadRun.run(vertx, plan, Ticker.system()));
    }

    private static <T> T join(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }
}
