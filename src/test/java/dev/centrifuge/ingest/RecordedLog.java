package dev.centrifuge.ingest;

import dev.centrifuge.event.Event;
import dev.centrifuge.event.Rejected;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A log that keeps what it gets; a test makes it fail, wait, or be unavailable. */
final class RecordedLog implements EventLog {

    final List<Event> events = new CopyOnWriteArrayList<>();
    final List<Rejected> rejected = new CopyOnWriteArrayList<>();
    final List<Promise<Void>> waiting = new CopyOnWriteArrayList<>();
    volatile boolean available = true;
    volatile boolean full;
    volatile boolean fails;
    volatile boolean waits;

    @Override
    public Future<Void> append(List<Event> more, List<Rejected> bad) {
        if (fails) {
            return Future.failedFuture(new LogUnavailable("no acknowledgement"));
        }
        events.addAll(more);
        rejected.addAll(bad);
        if (waits) {
            Promise<Void> promise = Promise.promise();
            waiting.add(promise);
            return promise.future();
        }
        return Future.succeededFuture();
    }

    @Override
    public boolean available() {
        return available;
    }

    @Override
    public boolean hasRoom() {
        return !full;
    }
}
