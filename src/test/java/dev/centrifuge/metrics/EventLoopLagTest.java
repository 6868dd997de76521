package dev.centrifuge.metrics;

import dev.centrifuge.metrics.Check.Kind;
import dev.centrifuge.time.Ticker;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class EventLoopLagTest {

    @Test
    void a_stuck_loop_is_seen_while_it_is_stuck_and_after() throws Exception {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
        try (EventLoopLag lag = EventLoopLag.watch(vertx, Ticker.system());
                Metrics metrics = new Metrics("1")) {
            metrics.eventLoops(lag);
            Check check = Check.eventLoops(lag, Kind.READINESS, TimeUnit.MILLISECONDS.toNanos(200));
            CountDownLatch release = new CountDownLatch(1);
            vertx.runOnContext(stuck -> awaitUninterruptibly(release));

            await().until(() -> check.problem().get().isPresent());
            assertThat(check.problem().get().orElseThrow()).startsWith("an event loop is stuck for ");
            release.countDown();

            await().until(() -> check.problem().get().isEmpty());
            assertThat(lag.worstNanos()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(200));
            String page = new String(metrics.scrape(Exposition.TEXT), StandardCharsets.UTF_8);
            assertThat(page)
                    .contains("centrifuge_event_loop_lag_seconds{loop=\"0\"} ")
                    .contains("centrifuge_event_loop_lag_seconds{loop=\"1\"} ")
                    .doesNotContain("{loop=\"2\"}");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
