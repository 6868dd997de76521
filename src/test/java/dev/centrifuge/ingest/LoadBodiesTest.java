package dev.centrifuge.ingest;

import dev.centrifuge.time.Ticker;
import dev.centrifuge.tools.load.LoadPlan;
import dev.centrifuge.tools.load.LoadResult;
import dev.centrifuge.tools.load.LoadRun;
import dev.centrifuge.tools.load.body.BodyOptions;
import dev.centrifuge.tools.load.body.Composer;
import dev.centrifuge.tools.load.body.MessageIds;
import dev.centrifuge.tools.load.body.Population;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** That ingest takes everything that {@code load} makes: each call, single, in batches, and compressed. */
class LoadBodiesTest {
    private static final int REQUESTS = 600;

    private final IngestServer server = new IngestServer();
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        server.close();
    }

    @Test
    void singles_areAllAccepted() {
        send(1, false, 700);
        assertThat(server.log.events)
                .extracting(event -> event.envelope().type())
                .contains("track", "page", "identify", "screen", "group", "alias");
    }

    @Test
    void batches_areAccepted_plainAndCompressed() {
        send(20, false, 700);
        server.log.events.clear();
        send(20, true, 1_500);
    }

    private void send(int batch, boolean gzip, int size) {
        BodyOptions options = new BodyOptions(
                "127.0.0.1", "", List.of(IngestServer.KEY), new MessageIds("r" + size), batch, size, gzip, 11);
        Composer composer = new Composer(options, new Population(50, 1, batch, 11), Ticker.system(), () -> 0);
        LoadPlan plan = LoadPlan.closed(server.port(), 4, composer, Duration.ofMinutes(1))
                .withMost(REQUESTS);
        LoadResult result = LoadRun.run(vertx, plan, Ticker.system())
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
        assertThat(result.status()).containsOnlyKeys(200).containsEntry(200, (long) REQUESTS);
        assertThat(server.log.rejected).isEmpty();
        assertThat(server.log.events).hasSize(REQUESTS * batch);
        assertThat(server.log.events).extracting(event -> event.envelope().id()).doesNotHaveDuplicates();
    }
}
