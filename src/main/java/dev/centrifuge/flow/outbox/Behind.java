package dev.centrifuge.flow.outbox;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which sources' queues are late, told once a second for each. Remembers the sources of the last second and no others.
 * Belongs to one event loop.
 */
public final class Behind {
    /** A source is late when its oldest leg waits for longer, and it holds more bytes than some turns would clear. */
    private static final long LATE_NANOS = 1_000_000_000L;

    private static final long FEW_BYTES = 64 * 1024;
    private static final long INTERVAL_NANOS = 1_000_000_000L;

    private final Map<String, Long> told = new LinkedHashMap<>();

    static boolean possible(long bytes) {
        return bytes > FEW_BYTES;
    }

    /** Whether to tell now that a source is late. */
    boolean tell(String source, long bytes, long since, long now) {
        if (!possible(bytes) || now - since <= LATE_NANOS) {
            return false;
        }
        forget(now);
        return told.putIfAbsent(source, now) == null;
    }

    private void forget(long now) {
        for (Iterator<Long> times = told.values().iterator(); times.hasNext(); ) {
            if (now - times.next() < INTERVAL_NANOS) {
                return;
            }
            times.remove();
        }
    }
}
