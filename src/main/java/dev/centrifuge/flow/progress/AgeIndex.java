package dev.centrifuge.flow.progress;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * When the records of a partition were appended, roughly: one sample a second, thinned when there are many, so that the
 * age of the oldest open leg is known within a second, or within a thousandth of its age. Belongs to the log thread.
 */
public final class AgeIndex {
    private static final int MOST = 2048;

    private final ArrayDeque<Sample> samples = new ArrayDeque<>();
    private long step = 1_000;

    /** A record was read. Offsets ascend, and so do times but for the broker's clock. */
    public void read(long offset, long appendedAtMillis) {
        Sample last = samples.peekLast();
        if (last != null && appendedAtMillis - last.millis() < step) {
            return;
        }
        samples.add(new Sample(offset, appendedAtMillis));
        if (samples.size() > MOST) {
            thin();
        }
    }

    /** The log ends at {@code end} now, and other records will have the offsets from there on. */
    public void cut(long end) {
        samples.removeIf(sample -> sample.offset() >= end);
    }

    private void thin() {
        List<Sample> all = new ArrayList<>(samples);
        samples.clear();
        for (int i = 0; i < all.size(); i += 2) {
            samples.add(all.get(i));
        }
        step *= 2;
    }

    /** When the record at {@code offset} was appended, at the latest known time before it; forgets what is older. */
    public long appendedAt(long offset, long unknown) {
        long at = unknown;
        while (!samples.isEmpty() && samples.peek().offset() <= offset) {
            at = samples.remove().millis();
        }
        if (at != unknown) {
            samples.addFirst(new Sample(offset, at));
        } else if (samples.isEmpty()) {
            step = 1_000;
        }
        return at;
    }

    /** As it is now, for questions in any order: forgets nothing. */
    public View view() {
        return new View(samples.toArray(Sample[]::new));
    }

    /** When records were appended, as far as it was known at a moment. Immutable. */
    public static final class View {
        private final Sample[] samples;

        private View(Sample[] samples) {
            this.samples = samples;
        }

        /** When the record at {@code offset} was appended, at the latest known time before it. */
        public long appendedAt(long offset, long unknown) {
            int low = 0;
            int high = samples.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (samples[middle].offset() <= offset) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low == 0 ? unknown : samples[low - 1].millis();
        }
    }

    private record Sample(long offset, long millis) {}
}
