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

    private record Sample(long offset, long millis) {}
}
