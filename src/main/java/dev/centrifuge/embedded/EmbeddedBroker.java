package dev.centrifuge.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole Kafka in this process: one KRaft broker that is its own controller, listening on 127.0.0.1 only.
 *
 * <p>Made by {@link #start}, which returns when clients can use it, and ended by {@link #close}. Both block and are
 * called by the main thread or a worker. When the broker fails in between, {@link #failure} tells; it is then of no use
 * any more and should be closed.
 *
 * <p>The same directory can be started again after any end of the process. After a SIGKILL this takes about two
 * seconds longer, which Kafka waits for the dead broker's session to end.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final int ATTEMPTS = 5;

    private final int port;
    private final DataDirectory directory;
    private final Guest kafka;
    private boolean closed;

    private EmbeddedBroker(int port, DataDirectory directory, Guest kafka) {
        this.port = port;
        this.directory = directory;
        this.kafka = kafka;
    }

    /**
     * Starts a broker on a directory, which is made and formatted where it is new.
     *
     * @param port where clients connect; the controller listens on the next one. 0 for any free pair below the
     *     ephemeral range
     * @param dir the data directory; locked until the broker is closed
     * @throws StartFailure where the directory is in use, foreign or cannot be written, a port is taken, or Kafka fails
     */
    public static EmbeddedBroker start(int port, Path dir) throws StartFailure {
        return start(port, dir, false);
    }

    /**
     * As {@link #start(int, Path)}.
     *
     * @param synchronous whether each append is forced to disk before it is acknowledged, which survives the loss of
     *     the machine and not only of the process, and costs a disk write per batch
     */
    public static EmbeddedBroker start(int port, Path dir, boolean synchronous) throws StartFailure {
        if (port != 0) {
            Ports.check(port);
        }
        DataDirectory directory = DataDirectory.open(dir);
        try {
            return port == 0 ? bootAnywhere(directory, synchronous) : boot(port, directory, synchronous);
        } catch (StartFailure | RuntimeException | Error failure) {
            release(directory);
            throw failure;
        }
    }

    /** Where clients connect, as {@code host:port}. */
    public String bootstrap() {
        return "127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    /**
     * Completes, with what happened, when the broker ends without having been asked to: a full disk, a failed log, an
     * error in Kafka. Never completes otherwise. May complete on any of the broker's threads: dependents must not block.
     */
    public CompletionStage<String> failure() {
        return kafka.death();
    }

    /**
     * Stops the broker and gives its directory back, as a rule within a second. A broker that has not stopped after 15 s
     * (3 s where it had failed) is left behind, and its directory stays locked until the process ends.
     */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            if (kafka.stop()) {
                release(directory);
            }
        }
    }

    /** Somebody may take a free port before Kafka does: then another pair is tried. */
    private static EmbeddedBroker bootAnywhere(DataDirectory directory, boolean synchronous) throws StartFailure {
        for (int attempt = 1; ; attempt++) {
            int port = Ports.pick(ThreadLocalRandom.current());
            try {
                return boot(port, directory, synchronous);
            } catch (StartFailure failure) {
                if (attempt == ATTEMPTS || (Ports.free(port) && Ports.free(port + 1))) {
                    throw failure;
                }
            }
        }
    }

    private static EmbeddedBroker boot(int port, DataDirectory directory, boolean synchronous) throws StartFailure {
        Guest kafka = new Guest(port, directory);
        kafka.start(BrokerSettings.of(port, directory.path(), synchronous));
        return new EmbeddedBroker(port, directory, kafka);
    }

    private static void release(DataDirectory directory) {
        try {
            directory.close();
        } catch (IOException harmless) {
            LOG.warn("the lock of {} was not given back: {}", directory.path(), harmless.toString());
        }
    }
}
