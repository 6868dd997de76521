package dev.centrifuge.dispatch.traffic;

import java.util.Arrays;

/** The last {@value #SECONDS} seconds of a destination, for plots: 7 KB. */
final class History {
    static final int SECONDS = 300;

    private final int[][] columns = new int[Column.values().length][SECONDS];
    private int count;
    private long lastMillis;

    /** What is kept of each second. */
    enum Column {
        IN,
        OUT,
        FAILED,
        CONCURRENCY,
        P99_MILLIS,
        BACKLOG
    }

    /** @param values a second's, in the order of {@link Column} */
    void add(long millis, int... values) {
        for (int i = 0; i < columns.length; i++) {
            columns[i][count % SECONDS] = values[i];
        }
        count++;
        lastMillis = millis;
    }

    Plots plots() {
        return new Plots(
                lastMillis - 1_000L * (Math.min(count, SECONDS) - 1),
                column(Column.IN),
                column(Column.OUT),
                column(Column.FAILED),
                column(Column.CONCURRENCY),
                column(Column.P99_MILLIS),
                column(Column.BACKLOG));
    }

    private int[] column(Column which) {
        int[] ring = columns[which.ordinal()];
        if (count <= SECONDS) {
            return Arrays.copyOf(ring, count);
        }
        int first = count % SECONDS;
        int[] ordered = new int[SECONDS];
        System.arraycopy(ring, first, ordered, 0, SECONDS - first);
        System.arraycopy(ring, 0, ordered, SECONDS - first, first);
        return ordered;
    }
}
