package dev.centrifuge.client;

import dev.centrifuge.process.Conf;
import dev.centrifuge.process.GatewayProcess;
import dev.centrifuge.tools.sink.Sink;
import dev.centrifuge.tools.sink.SinkOptions;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Every event that Segment's own Java client sends arrives once, with its message id. */
class SegmentJavaClientIT {
    private static final int EVENTS = 300;

    private final Vertx vertx = Vertx.vertx();
    private Sink sink;

    @TempDir
    Path home;

    @BeforeEach
    void startSink() throws Exception {
        sink = Sink.start(vertx, SinkOptions.standard())
                .toCompletionStage()
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
        Conf.embedded(home).destination("sink", sink.url("/")).write();
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Test
    void each_event_arrives_once_with_its_message_id() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.start(home)) {
            try (SegmentJavaClientDriver client =
                    SegmentJavaClientDriver.withEndpoint(URI.create(gateway.ingest()), "key")) {
                client.send(EVENTS);
                client.assertEachArrivedOnce(id -> sink.count("/", id));
            }
            try (SegmentJavaClientDriver client =
                    SegmentJavaClientDriver.withUploadUrl(URI.create(gateway.ingest() + "/v1/batch"), "key")) {
                client.send(EVENTS);
                client.assertEachArrivedOnce(id -> sink.count("/", id));
            }
            assertThat(gateway.terminate()).isZero();
        }
        assertThat(sink.stats().unique()).isEqualTo(2 * EVENTS);
        assertThat(sink.stats().duplicates()).isZero();
    }
}
