package dev.centrifuge.embedded;

import java.io.OutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kafka's server and all of its threads, kept in one thread group so that {@link ExitGuard} knows whose they are.
 *
 * <p>Starting and stopping run on threads of that group; the caller waits for them, but not for ever: Kafka hangs where
 * one of its threads has died on the way.
 */
final class Guest {

    private static final Logger LOG = LoggerFactory.getLogger(Guest.class);
    private static final long STOP_MILLIS = 15_000;
    /** One that has failed waits for its own dead threads as a rule. */
    private static final long BURY_MILLIS = 3_000;

    private static final long FULL = 1 << 20;

    private final int port;
    private final DataDirectory directory;
    private final ThreadGroup threads;
    private final CompletableFuture<String> death = new CompletableFuture<>();
    private volatile @Nullable KafkaRaftServer server;
    private volatile @Nullable Thread current;
    private volatile boolean stopping;

    Guest(int port, DataDirectory directory) {
        this.port = port;
        this.directory = directory;
        this.threads = new ThreadGroup("embedded-kafka-" + port);
    }

    CompletionStage<String> death() {
        return death.minimalCompletionStage();
    }

    /** Returns when clients can use the broker; otherwise nothing of it is left running. */
    void start(Properties settings) throws StartFailure {
        ExitGuard.watch(threads, this::died);
        CompletableFuture<?> ready = run("start", () -> startup(settings));
        try {
            CompletableFuture.anyOf(ready, death.thenAccept(why -> {
                        throw new CompletionException(new StartFailure(why));
                    }))
                    .join();
        } catch (CompletionException failed) {
            stop();
            throw explain(failed);
        }
    }

    /** Returns whether everything has stopped; a second call is harmless. */
    boolean stop() {
        stopping = true;
        long patience = death.isDone() ? BURY_MILLIS : STOP_MILLIS;
        try {
            run("stop", this::shutdown).get(patience, TimeUnit.MILLISECONDS);
            ExitGuard.forget(threads);
            return true;
        } catch (TimeoutException hangs) {
            LOG.error("the embedded Kafka did not stop within {} ms; {} stays locked", patience, directory.path());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException failed) {
            LOG.error("the embedded Kafka did not stop in order", failed.getCause());
        }
        return false;
    }

    private CompletableFuture<?> run(String what, Step step) {
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        Runnable body = () -> {
            try {
                step.run();
                done.complete(null);
            } catch (Throwable failure) {
                done.completeExceptionally(failure);
            }
        };
        Thread thread = new Thread(threads, body, threads.getName() + "-" + what);
        current = thread;
        thread.start();
        return done;
    }

    private void startup(Properties settings) throws Exception {
        if (!directory.formatted()) {
            format();
        }
        KafkaRaftServer kafka = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
        server = kafka;
        kafka.startup();
    }

    private void shutdown() {
        KafkaRaftServer kafka = server;
        if (kafka != null) {
            kafka.shutdown();
            kafka.awaitShutdown();
        }
    }

    private void format() throws Exception {
        try (PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            String path = directory.path().toString();
            new Formatter()
                    .setNodeId(BrokerSettings.NODE)
                    .setClusterId(directory.clusterId())
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(path)
                    .addDirectory(path)
                    .setUnstableFeatureVersionsEnabled(false)
                    .setIgnoreFormatted(true)
                    .setPrintStream(silent)
                    .run();
            directory.force();
        }
    }

    /** What fails on the thread that starts Kafka is thrown there, with its reason. */
    private void died(@Nullable String message) {
        if (!stopping && Thread.currentThread() != current) {
            String why = "the embedded Kafka failed" + (message == null ? "" : ": " + message) + full();
            if (death.complete(why)) {
                LOG.error("{}", why);
            }
        }
    }

    private String full() {
        long usable = directory.usable();
        return usable < 0 || usable >= FULL ? "" : ": the disk of " + directory.path() + " is full";
    }

    private StartFailure explain(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartFailure known) {
                return known;
            }
            if (cause instanceof BindException) {
                return Ports.taken(
                        Ports.free(port) ? port + 1 : port, Ports.free(port) ? "its controller" : "its clients");
            }
        }
        return new StartFailure(
                "the embedded Kafka in " + directory.path() + " did not start: " + failure + full(), failure);
    }

    /** A part of starting or stopping, which may fail with anything: it is Scala. */
    private interface Step {
        void run() throws Exception;
    }
}
