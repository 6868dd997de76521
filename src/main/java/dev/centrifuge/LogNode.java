package dev.centrifuge;

import dev.centrifuge.config.GatewayConfig;
import dev.centrifuge.config.KafkaConfig;
import dev.centrifuge.embedded.EmbeddedBroker;
import dev.centrifuge.embedded.StartFailure;
import dev.centrifuge.ingest.EventLog;
import dev.centrifuge.kafka.Connection;
import dev.centrifuge.kafka.TopicAdmin;
import dev.centrifuge.kafka.Topics;
import dev.centrifuge.kafka.write.DiskProbe;
import dev.centrifuge.kafka.write.DiskRoom;
import dev.centrifuge.kafka.write.EventWriter;
import dev.centrifuge.kafka.write.WriterListener;
import dev.centrifuge.time.Ticker;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The log's side of the gateway: the broker where it is embedded, the topics, and the writer that ingest appends to. */
final class LogNode {
    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final @Nullable EmbeddedBroker broker;
    private final Connection connection;
    private final Topics topics;
    private final @Nullable DiskProbe disk;
    private final TopicAdmin admin;
    private final EventWriter writer;

    /**
     * Starts the broker, if it is ours, and the writer. Blocks.
     *
     * @param failed told when the embedded broker ends by itself
     */
    LogNode(Vertx vertx, GatewayConfig config, Ticker ticker, WriterListener listener, Consumer<String> failed)
            throws IOException, StartFailure {
        KafkaConfig kafka = config.kafka();
        KafkaConfig.Embedded embedded = kafka.embedded();
        broker = embedded == null ? null : EmbeddedBroker.start(embedded.port(), embedded.dir());
        if (broker != null) {
            broker.failure().thenAccept(failed);
        }
        disk = embedded == null ? null : DiskProbe.start(vertx, embedded.dir());
        String bootstrap = broker == null ? String.valueOf(kafka.bootstrap()) : broker.bootstrap();
        connection = new Connection(bootstrap, kafka.properties());
        topics = Topics.of(config.topics().prefix());
        admin = TopicAdmin.open(
                vertx, connection, config.topics(), config.ingest().maxEvent());
        writer = EventWriter.start(
                vertx, connection, topics, config.ingest(), ticker, listener, this::room, admin::writable);
    }

    private boolean room() {
        return disk == null || disk.room() == DiskRoom.AMPLE;
    }

    EventLog writer() {
        return writer;
    }

    Connection connection() {
        return connection;
    }

    TopicAdmin admin() {
        return admin;
    }

    Topics topics() {
        return topics;
    }

    /** Whether the broker is in this process: then this process is the only reader. */
    boolean sole() {
        return broker != null;
    }

    long pendingBytes() {
        return writer.pending();
    }

    /** Creates the topics; waits for as long as there is no broker that can. */
    void ensureTopics() throws IOException {
        Blocking.await(admin.ensure(reason -> {}));
    }

    /** Waits until appends are taken. */
    void awaitAvailable() throws IOException {
        Blocking.until(writer::available);
    }

    /** Takes no more appends and waits for the acknowledgement of what was taken. */
    void closeWriter() throws InterruptedException {
        writer.close(CLOSE);
    }

    /** After everything that uses the log. */
    void close() throws IOException {
        Blocking.await(admin.close());
        if (disk != null) {
            disk.close();
        }
        if (broker != null) {
            broker.close();
        }
    }
}
