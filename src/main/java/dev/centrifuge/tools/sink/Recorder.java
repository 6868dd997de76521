package dev.centrifuge.tools.sink;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes a line of JSON per event: {@code {"time":…,"path":…,"status":…,"webhookId":…,"attempt":…,"messageId":…}}.
 *
 * <p>Belongs to the sink's event loop, which never waits for the disk: lines gather in a buffer, and where the disk falls
 * behind by more than {@link #MOST} bytes the sink refuses requests ({@link #behind}) rather than forget or grow.
 */
final class Recorder {
    private static final int CHUNK = 64 * 1024;
    private static final int MOST = 4 * 1024 * 1024;
    private static final long EVERY_MILLIS = 50;

    private final Vertx vertx;
    private final AsyncFile file;
    private final long timer;
    private Buffer lines = Buffer.buffer(CHUNK);

    private Recorder(Vertx vertx, AsyncFile file) {
        this.vertx = vertx;
        this.file = file.setWriteQueueMaxSize(MOST);
        this.timer = vertx.setPeriodic(EVERY_MILLIS, tick -> flush());
    }

    /** Appends to the file, or makes it. Call it on the sink's loop. */
    static Future<Recorder> open(Vertx vertx, Path path) {
        OpenOptions append = new OpenOptions().setRead(false).setCreate(true).setAppend(true);
        return vertx.fileSystem().open(path.toString(), append).map(file -> new Recorder(vertx, file));
    }

    boolean behind() {
        return file.writeQueueFull();
    }

    void add(Arrival arrival) {
        List<String> ids = arrival.ids().isEmpty() ? List.of("") : arrival.ids();
        for (String id : ids) {
            JsonObject line = new JsonObject()
                    .put("time", arrival.millis())
                    .put("path", arrival.path())
                    .put("status", arrival.status())
                    .put("webhookId", arrival.webhookId())
                    .put("attempt", arrival.attempt())
                    .put("messageId", id);
            lines.appendBuffer(line.toBuffer()).appendByte((byte) '\n');
        }
        if (lines.length() >= CHUNK) {
            flush();
        }
    }

    Future<Void> close() {
        vertx.cancelTimer(timer);
        flush();
        return file.close();
    }

    private void flush() {
        if (lines.length() > 0) {
            file.write(lines);
            lines = Buffer.buffer(CHUNK);
        }
    }
}
