package dev.centrifuge.tools.bench.cost;

import java.util.Arrays;

/** When requests came to a path, all of them. Written by the sinks' event loop, read by the command's thread. */
final class Moments {
    private long[] nanos = new long[1 << 12];
    private int size;

    synchronized void add(long moment) {
        if (size == nanos.length) {
            nanos = Arrays.copyOf(nanos, size * 2);
        }
        nanos[size++] = moment;
    }

    synchronized int size() {
        return size;
    }

    /** Ascending, for they come so. */
    synchronized long[] all() {
        return Arrays.copyOf(nanos, size);
    }
}
