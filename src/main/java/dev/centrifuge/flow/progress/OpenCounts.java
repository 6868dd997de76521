package dev.centrifuge.flow.progress;

import java.util.HashMap;
import java.util.Map;

/**
 * How many legs of each destination are open in a partition, and how many of these are in memory: counted as they come and go,
 * so that nobody who asks has to look at every chunk.
 */
final class OpenCounts {
    private final Map<String, Count> all = new HashMap<>();

    /** One destination's; its chunks count here. */
    static final class Count {
        long open;
        long held;
    }

    Count of(String destination) {
        Count count = all.get(destination);
        if (count == null) {
            count = new Count();
            all.put(destination, count);
        }
        return count;
    }

    /** Those that have an open leg. */
    Map<String, Long> open() {
        Map<String, Long> open = new HashMap<>();
        all.forEach((destination, count) -> {
            if (count.open > 0) {
                open.put(destination, count.open);
            }
        });
        return open;
    }

    /** Those that have an open leg which is not in memory. */
    Map<String, Long> unheld() {
        Map<String, Long> unheld = new HashMap<>();
        all.forEach((destination, count) -> {
            if (count.open > count.held) {
                unheld.put(destination, count.open - count.held);
            }
        });
        return unheld;
    }
}
