package dev.centrifuge.tools.bench.show;

/**
 * What a gateway says it still has, read from its metrics.
 *
 * @param open legs of the event log that are not resolved, in memory or at a cursor
 * @param delayed records of delay topics from the mark to the end: those among them that are resolved count, too
 * @param dead dead letters
 */
record Held(long open, long delayed, long dead) {
    private static final String EVENTS = "topic=\"centrifuge.events\"";

    /** @param metrics Prometheus text */
    static Held of(String metrics) {
        long open = 0;
        long delayed = 0;
        long dead = 0;
        for (String line : metrics.split("\n", -1)) {
            if (line.startsWith("centrifuge_open_legs{") && line.contains(EVENTS)) {
                open += value(line);
            } else if (line.startsWith("centrifuge_consumer_lag_records{") && !line.contains(EVENTS)) {
                delayed += value(line);
            } else if (line.startsWith("centrifuge_dead_total{")) {
                dead += value(line);
            }
        }
        return new Held(open, delayed, dead);
    }

    private static long value(String line) {
        return (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }

    long all() {
        return open + delayed + dead;
    }
}
