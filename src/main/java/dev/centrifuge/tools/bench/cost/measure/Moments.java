package dev.centrifuge.tools.bench.cost.measure;

import java.util.Arrays;

/** When requests came to a path, all of them. Written by the sinks' event loop, read by the command's thread. */
public final class Moments {
    private long[] earliest = new long[1 << 12];
    private long[] seen = new long[1 << 12];
    private int size;

    /**
     * @param first the earliest moment at which it may have come
     * @param moment when it was seen; neither is ever less than for the one before
     */
    public synchronized void add(long first, long moment) {
        if (size == seen.length) {
            earliest = Arrays.copyOf(earliest, size * 2);
            seen = Arrays.copyOf(seen, size * 2);
        }
        earliest[size] = first;
        seen[size++] = moment;
    }

    public synchronized int size() {
        return size;
    }

    public synchronized Windows windows() {
        return new Windows(Arrays.copyOf(earliest, size), Arrays.copyOf(seen, size));
    }
}
