package dev.centrifuge.dispatch.alert;

import dev.centrifuge.event.Event;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Alerts on their way to the log. One append is under way at a time; what it did not bring there is tried again each second for
 * a minute, and then lost: an alert that is older tells nothing that others do not, and nothing here grows while Kafka is away.
 *
 * <p>Belongs to one event loop, on which appends end, too.
 */
final class Outgoing {
    static final int MOST = 1_000;
    static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int AT_ONCE = 100;

    private final AlertLog log;
    private final AlertCounts counts;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private boolean writing;

    private record Waiting(Kind kind, Event event, long since) {}

    Outgoing(AlertLog log, AlertCounts counts) {
        this.log = log;
        this.counts = counts;
    }

    /** The oldest make room. */
    void add(Kind kind, Event event, long nanos) {
        if (waiting.size() >= MOST) {
            waiting.removeFirst();
            counts.lost(Lost.FULL, 1);
        }
        waiting.addLast(new Waiting(kind, event, nanos));
    }

    /** Writes what there is, if Kafka takes it. */
    void write(long nanos) {
        while (!waiting.isEmpty() && nanos - waiting.getFirst().since() >= PATIENCE.toNanos()) {
            waiting.removeFirst();
            counts.lost(Lost.LATE, 1);
        }
        if (writing || waiting.isEmpty() || !log.available()) {
            return;
        }
        List<Waiting> batch = new ArrayList<>();
        while (batch.size() < AT_ONCE && !waiting.isEmpty()) {
            batch.add(waiting.removeFirst());
        }
        writing = true;
        log.append(batch.stream().map(Waiting::event).toList()).onComplete(done -> ended(batch, done.succeeded()));
    }

    private void ended(List<Waiting> batch, boolean written) {
        writing = false;
        if (written) {
            batch.forEach(each -> counts.written(each.kind()));
            return;
        }
        for (int i = batch.size() - 1; i >= 0; i--) {
            waiting.addFirst(batch.get(i));
        }
        while (waiting.size() > MOST) {
            waiting.removeFirst();
            counts.lost(Lost.FULL, 1);
        }
    }

    /** Nobody wants them any more. */
    void clear() {
        waiting.clear();
    }
}
