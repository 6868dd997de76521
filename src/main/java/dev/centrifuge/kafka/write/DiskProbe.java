package dev.centrifuge.kafka.write;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the disk of the embedded broker, five times a second and on a worker, because a look at a disk may hang.
 *
 * <p>{@link #room} may be read from any thread.
 */
public final class DiskProbe implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DiskProbe.class);
    private static final long PERIOD_MILLIS = 200;

    private final Vertx vertx;
    private final LongSupplier free;
    private final DiskWatermark watermark;
    private final long timer;
    private volatile DiskRoom room = DiskRoom.AMPLE;

    // Accessed only by the timer's event loop.
    private boolean looking;

    DiskProbe(Vertx vertx, LongSupplier free, DiskWatermark watermark) {
        this.vertx = vertx;
        this.free = free;
        this.watermark = watermark;
        this.timer = vertx.setPeriodic(0, PERIOD_MILLIS, tick -> look());
    }

    /** Begins to watch the disk that holds a directory. Blocks for a moment. */
    public static DiskProbe start(Vertx vertx, Path dir) throws IOException {
        FileStore store = Files.getFileStore(dir);
        return new DiskProbe(vertx, () -> usable(store), DiskWatermark.of(store.getTotalSpace()));
    }

    public DiskRoom room() {
        return room;
    }

    @Override
    public void close() {
        vertx.cancelTimer(timer);
    }

    private void look() {
        if (looking) {
            return;
        }
        looking = true;
        vertx.executeBlocking(free::getAsLong).onComplete(found -> {
            looking = false;
            if (found.succeeded()) {
                judge(found.result());
            }
        });
    }

    private void judge(long usable) {
        DiskRoom now = watermark.judge(usable);
        if (now != room) {
            room = now;
            LOG.warn("the disk of the embedded Kafka has {} MiB left: {}", usable >> 20, now);
        }
    }

    private static long usable(FileStore store) {
        try {
            return store.getUsableSpace();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
