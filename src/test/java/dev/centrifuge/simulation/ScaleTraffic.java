package dev.centrifuge.simulation;

import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import dev.centrifuge.flow.Trail;
import dev.centrifuge.flow.handover.Entry;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Events that are computed and not stored: which source an offset's event has follows from a hash, when it was appended from
 * the rate. Sources are Zipf distributed, so a few are busy and most are thin.
 *
 * <p>From an offset on only one event in {@code sample} is there, which weighs as much as all that it stands for: offsets,
 * bytes and times are those of life.
 */
final class ScaleTraffic {
    /** A Segment call, as in the benchmarks. */
    static final int BODY_BYTES = 678;

    private static final int GUIDES = 1 << 16;
    private static final byte[] BODY = new byte[BODY_BYTES];

    /** What an event and its one leg hold of the budget beside the body. */
    private static final int BESIDE_BYTES = 340;

    private final String[] sources;
    private final byte[][] keys;
    private final double[] cumulated;

    /** From which source on to look: a search in 22,000 would take longer than the scan that it is for. */
    private final int[] guide = new int[GUIDES];

    private final double perSecond;
    private final int sample;
    private final long sampledFrom;
    private final byte[] heavy;

    /**
     * @param skew 0 for equal sources, 1 for Zipf's law
     * @param perSecond events a second in one partition, in life
     * @param sample one event stands for so many
     * @param sampledFrom from this offset on; before it every event is there
     */
    ScaleTraffic(int sources, double skew, double perSecond, int sample, long sampledFrom) {
        this.sources = new String[sources];
        this.keys = new byte[sources][];
        this.cumulated = new double[sources];
        this.perSecond = perSecond;
        this.sample = sample;
        this.sampledFrom = sampledFrom;
        this.heavy = sample == 1 ? BODY : new byte[sample * BODY_BYTES + (sample - 1) * BESIDE_BYTES];
        double sum = 0;
        for (int i = 0; i < sources; i++) {
            this.sources[i] = "s" + i;
            keys[i] = ("s" + i + "/u").getBytes(StandardCharsets.US_ASCII);
            sum += 1 / Math.pow(i + 1.0, skew);
            cumulated[i] = sum;
        }
        for (int i = 0; i < sources; i++) {
            cumulated[i] /= sum;
        }
        for (int at = 0, source = 0; at < GUIDES; at++) {
            while (cumulated[source] <= (double) at / GUIDES && source < sources - 1) {
                source++;
            }
            guide[at] = source;
        }
    }

    /** Whose event it is of which a hash says so much. */
    private int source(double at) {
        int source = guide[(int) (at * GUIDES)];
        while (cumulated[source] <= at && source < sources.length - 1) {
            source++;
        }
        return source;
    }

    /** The share of all events that one source has. */
    double share(int source) {
        return cumulated[source] - (source == 0 ? 0 : cumulated[source - 1]);
    }

    /** How many events were appended to a partition by then. */
    long end(long nanos) {
        return (long) (nanos / 1e9 * perSecond);
    }

    long appendedAtNanos(long offset) {
        return (long) (offset * 1e9 / perSecond);
    }

    /** How many events in life one of this body stands for. */
    int weight(Event event) {
        return event.body() == BODY ? 1 : sample;
    }

    /** The first event there is from {@code from} on. */
    Entry entry(int partition, long from) {
        long offset = from < sampledFrom ? from : (from + sample - 1) / sample * sample;
        long hash = mix(offset * 64 + partition);
        int source = source((hash >>> 11) * 0x1.0p-53);
        long millis = VirtualClock.EPOCH_MILLIS + appendedAtNanos(offset) / 1_000_000;
        Envelope envelope = new Envelope(sources[source], "", "track", millis, null, null);
        byte[] body = offset < sampledFrom ? BODY : heavy;
        return new Computed(offset, millis, new Event(envelope, keys[source], body));
    }

    /** David Stafford's mix 13. */
    private static long mix(long value) {
        long z = value * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    private record Computed(long offset, long appendedAt, Event event) implements Entry {
        @Override
        public @Nullable String destination() {
            return null;
        }

        @Override
        public Trail trail() {
            return Trail.NONE;
        }

        @Override
        public byte[] rawKey() {
            return event.key();
        }

        @Override
        public byte[] rawValue() {
            return event.body();
        }

        @Override
        public int bytes() {
            return event.weight();
        }
    }
}
