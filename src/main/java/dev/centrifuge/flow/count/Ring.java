package dev.centrifuge.flow.count;

import java.util.ArrayList;
import java.util.List;

/** The last so many samples of a row, at least so far apart. Not thread-safe. */
final class Ring {
    private static final int COLUMNS = 7;

    private final long stepMillis;
    private final long[] samples;
    private long taken;
    private long nextAt = Long.MIN_VALUE;

    Ring(long stepMillis, int samples) {
        this.stepMillis = stepMillis;
        this.samples = new long[samples * COLUMNS];
    }

    void offer(long at, FunnelRow row) {
        if (at < nextAt) {
            return;
        }
        nextAt = at - Math.floorMod(at, stepMillis) + stepMillis;
        int index = (int) (taken++ % (samples.length / COLUMNS)) * COLUMNS;
        samples[index++] = at;
        samples[index++] = row.received();
        samples[index++] = row.delivered();
        samples[index++] = row.filtered();
        samples[index++] = row.dead();
        samples[index++] = row.lost();
        samples[index] = row.pending();
    }

    /** Oldest first. */
    List<History.Sample> samples() {
        int most = samples.length / COLUMNS;
        List<History.Sample> all = new ArrayList<>();
        for (long i = Math.max(0, taken - most); i < taken; i++) {
            int index = (int) (i % most) * COLUMNS;
            all.add(new History.Sample(
                    samples[index],
                    samples[index + 1],
                    samples[index + 2],
                    samples[index + 3],
                    samples[index + 4],
                    samples[index + 5],
                    samples[index + 6]));
        }
        return all;
    }
}
