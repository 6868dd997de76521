package dev.centrifuge.admin.stream;

import dev.centrifuge.dispatch.Tap;
import dev.centrifuge.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What came by and somebody may want to see, from the log thread to the admin server's: bounded in number and in bytes, and
 * what is too much is counted and passed by.
 */
final class Tail implements Tap {
    private static final int MOST = 1024;
    private static final long MOST_BYTES = 2 * 1024 * 1024;

    /** An event, and to how many destinations it is routed. */
    record Seen(Event event, int legs) {}

    private final ArrayBlockingQueue<Seen> ring = new ArrayBlockingQueue<>(MOST);
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong passedBy = new AtomicLong();
    private volatile List<Filter> wanted = List.of();

    /** What is looked for from now on. */
    void want(List<Filter> filters) {
        wanted = filters;
        if (filters.isEmpty()) {
            drain();
        }
    }

    /** By the log thread. */
    @Override
    public void routed(Event event, int legs) {
        for (Filter filter : wanted) {
            if (filter.wants(event.envelope())) {
                offer(event, legs);
                return;
            }
        }
    }

    /** Looks for room first: of a flood, most events cost the log thread no more than that. */
    private void offer(Event event, int legs) {
        int size = event.body().length;
        if (held.get() >= MOST || bytes.get() + size > MOST_BYTES || !ring.offer(new Seen(event, legs))) {
            passedBy.incrementAndGet();
        } else {
            held.incrementAndGet();
            bytes.addAndGet(size);
        }
    }

    /** What came by since the last call. */
    List<Seen> drain() {
        List<Seen> all = new ArrayList<>();
        held.addAndGet(-ring.drainTo(all));
        bytes.addAndGet(
                -all.stream().mapToLong(seen -> seen.event().body().length).sum());
        return all;
    }

    /** How many were passed by since the last call, because too much came. */
    long passedBy() {
        return passedBy.getAndSet(0);
    }
}
