package dev.centrifuge.dispatch.traffic;

import java.util.List;
import java.util.stream.IntStream;

/** The last {@value #SECONDS} seconds of a destination, for plots: 7 KB. */
final class History {
    static final int SECONDS = 300;

    private final int[] in = new int[SECONDS];
    private final int[] out = new int[SECONDS];
    private final int[] failed = new int[SECONDS];
    private final int[] concurrency = new int[SECONDS];
    private final int[] p99Millis = new int[SECONDS];
    private final int[] backlog = new int[SECONDS];
    private int count;
    private long lastMillis;

    /** What is kept of a second. */
    record Second(int in, int out, int failed, int concurrency, int p99Millis, int backlog) {}

    void add(long millis, Second second) {
        int at = count % SECONDS;
        in[at] = second.in();
        out[at] = second.out();
        failed[at] = second.failed();
        concurrency[at] = second.concurrency();
        p99Millis[at] = second.p99Millis();
        backlog[at] = second.backlog();
        count++;
        lastMillis = millis;
    }

    Plots plots() {
        return new Plots(
                lastMillis - 1_000L * (Math.min(count, SECONDS) - 1),
                ordered(in),
                ordered(out),
                ordered(failed),
                ordered(concurrency),
                ordered(p99Millis),
                ordered(backlog));
    }

    private List<Integer> ordered(int[] ring) {
        int kept = Math.min(count, SECONDS);
        return IntStream.range(count - kept, count)
                .mapToObj(i -> ring[i % SECONDS])
                .toList();
    }
}
