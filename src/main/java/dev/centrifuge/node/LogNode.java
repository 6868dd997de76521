package dev.centrifuge.node;

import dev.centrifuge.config.GatewayConfig;
import dev.centrifuge.config.KafkaConfig;
import dev.centrifuge.embedded.EmbeddedBroker;
import dev.centrifuge.embedded.StartFailure;
import dev.centrifuge.ingest.EventLog;
import dev.centrifuge.kafka.Connection;
import dev.centrifuge.kafka.TopicAdmin;
import dev.centrifuge.kafka.Topics;
import dev.centrifuge.kafka.operator.OperatorLog;
import dev.centrifuge.kafka.write.DiskProbe;
import dev.centrifuge.kafka.write.DiskRoom;
import dev.centrifuge.kafka.write.EventWriter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log's side of the gateway: the broker where it is embedded, the topics, and the writer that ingest appends to. */
public final class LogNode implements Node {
    private static final Logger LOG = LoggerFactory.getLogger(LogNode.class);
    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final KafkaConfig.@Nullable Embedded embedded;
    private final @Nullable CompletableFuture<EmbeddedBroker> broker;
    private final Connection connection;
    private final Topics topics;
    private final TopicAdmin admin;
    private final EventWriter writer;
    private final OperatorLog operators;
    private volatile @Nullable DiskProbe disk;

    /**
     * Starts the broker, if it is ours, in the background, and makes everybody who talks to it meanwhile: on two cores
     * that is a second less to wait.
     */
    public LogNode(Site site) {
        vertx = site.vertx();
        GatewayConfig config = site.config();
        KafkaConfig kafka = config.kafka();
        embedded = kafka.embedded();
        broker = embedded == null ? null : starting(embedded, site.failed());
        String bootstrap = embedded == null ? String.valueOf(kafka.bootstrap()) : "127.0.0.1:" + embedded.port();
        connection = new Connection(bootstrap, kafka.properties());
        topics = Topics.of(config.topics().prefix());
        admin = TopicAdmin.open(
                vertx, connection, config.topics(), config.ingest().maxEvent());
        writer = EventWriter.start(
                vertx,
                connection,
                topics,
                config.ingest(),
                site.ticker(),
                site.metrics().log(),
                this::room,
                admin::writable);
        operators = new OperatorLog(connection, topics, config.topics().partitions(), site.ticker());
    }

    private static CompletableFuture<EmbeddedBroker> starting(KafkaConfig.Embedded embedded, Consumer<String> failed) {
        CompletableFuture<EmbeddedBroker> started = new CompletableFuture<>();
        Thread starter = new Thread(
                () -> {
                    try {
                        EmbeddedBroker broker = EmbeddedBroker.start(embedded.port(), embedded.dir(), embedded.sync());
                        broker.failure().thenAccept(failed);
                        started.complete(broker);
                    } catch (StartFailure | RuntimeException e) {
                        started.completeExceptionally(e);
                    }
                },
                "centrifuge-broker-start");
        starter.setDaemon(true);
        starter.start();
        return started;
    }

    /**
     * Waits until the broker is there, if it is ours.
     *
     * @throws IOException where it cannot start, with the reason for people
     */
    void awaitBroker() throws IOException {
        if (broker != null && embedded != null) {
            Blocking.await(broker);
            disk = DiskProbe.start(vertx, embedded.dir());
        }
    }

    private boolean room() {
        DiskProbe probe = disk;
        return probe == null || probe.room() == DiskRoom.AMPLE;
    }

    public EventLog writer() {
        return writer;
    }

    /** What operators decided; followed by whoever wants to know before {@link #ensureTopics} is done. */
    public OperatorLog operators() {
        return operators;
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

    /** Creates the topics; takes as long as there is no broker that can. */
    Future<Void> ensureTopics() {
        return admin.ensure(reason -> {});
    }

    /** Creates those anew that were deleted and of which nobody would miss more than what was in them; logs it. */
    void restoreTopics() {
        admin.restore().onComplete(created -> {
            if (created.succeeded() && !created.result().isEmpty()) {
                LOG.warn("{} had been deleted: created anew", created.result());
            }
        });
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
    @Override
    public void stop() throws IOException, InterruptedException {
        operators.close();
        Blocking.await(admin.close());
        DiskProbe probe = disk;
        if (probe != null) {
            probe.close();
        }
        if (broker != null) {
            Blocking.await(broker).close();
        }
    }
}
