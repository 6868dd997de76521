package dev.centrifuge.process;

import dev.centrifuge.tools.sink.Arrival;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** When requests came to the sink, in {@link System#nanoTime}. Thread-safe. */
final class Arrivals implements Consumer<Arrival> {
    private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();

    /** A request: when it had come, where to, what it was answered (0 for nothing), and the first event in it. */
    record Seen(long nanos, String path, int status, String id) {}

    @Override
    public void accept(Arrival arrival) {
        String id = arrival.ids().isEmpty() ? "" : arrival.ids().get(0);
        seen.add(new Seen(arrival.nanos(), arrival.path(), arrival.status(), id));
    }

    /** How many came between the two. */
    long between(long from, long to) {
        return seen.stream()
                .filter(request -> request.nanos - from >= 0 && request.nanos - to <= 0)
                .count();
    }

    /** When the last one before that came; that, if there was none. */
    long lastBefore(long nanos) {
        return nanos
                - seen.stream()
                        .mapToLong(request -> nanos - request.nanos())
                        .filter(ago -> ago >= 0)
                        .min()
                        .orElse(0);
    }

    /** Those of one path, in order. */
    List<Seen> on(String path) {
        return seen.stream().filter(request -> request.path.equals(path)).toList();
    }
}
