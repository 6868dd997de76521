package dev.centrifuge.kafka.state;

import dev.centrifuge.flow.count.Counts;
import dev.centrifuge.flow.progress.Varints;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Counts of a row in few bytes, as a page's own record has them. In the heads of version 4, how far they differ from that.
 *
 * <pre>
 *   control      4 · signed open legs  + 2 if others  + 1 if not as expected
 *   received     signed, where not as expected
 *   others       a bit for each of filtered, dead, delayed, lost, skipped that is not 0, 32 if the row is no more; then each, signed
 * </pre>
 */
final class CountCodec {
    private static final int UNEXPECTED = 1;
    private static final int OTHERS = 2;

    /** The mask of a row that is no more. */
    static final int GONE = 32;

    private static final int KINDS = 5;

    private CountCodec() {}

    static void write(ByteArrayOutputStream out, Counts counts) {
        int mask = mask(counts);
        long open = counts.open();
        long zigzag = (open << 1) ^ (open >> 63);
        Varints.write(out, zigzag << 2 | (mask == 0 ? 0 : OTHERS) | (counts.received() == 0 ? 0 : UNEXPECTED));
        if (counts.received() != 0) {
            Varints.writeSigned(out, counts.received());
        }
        if (mask != 0) {
            writeOthers(out, counts, mask);
        }
    }

    private static long[] others(Counts counts) {
        return new long[] {counts.filtered(), counts.dead(), counts.delayed(), counts.lost(), counts.skipped()};
    }

    /** A bit for each that is neither received, delivered, nor open, and not 0. */
    static int mask(Counts counts) {
        long[] others = others(counts);
        int mask = 0;
        for (int i = 0; i < KINDS; i++) {
            mask |= others[i] == 0 ? 0 : 1 << i;
        }
        return mask;
    }

    static void writeOthers(ByteArrayOutputStream out, Counts counts, int mask) {
        out.write(mask);
        for (long other : others(counts)) {
            if (other != 0) {
                Varints.writeSigned(out, other);
            }
        }
    }

    /** The inverse of {@link #writeOthers} behind the mask; whatever is left of what was received was delivered. */
    static Counts readOthers(ByteBuffer in, int mask, long received, long open) {
        long[] others = new long[KINDS];
        long rest = received - open;
        for (int i = 0; i < KINDS; i++) {
            others[i] = (mask & 1 << i) == 0 ? 0 : Varints.readSigned(in);
            rest -= others[i];
        }
        return new Counts(received, rest, others[0], others[1], others[2], others[3], others[4]);
    }

    /**
     * The inverse of {@link #write}; null where the row is no more.
     *
     * @param expected what was received where that is not given: 0 in own records
     */
    static @Nullable Counts read(ByteBuffer in, long expected) {
        long control = Varints.read(in);
        long open = (control >>> 3) ^ -(control >>> 2 & 1);
        long received = (control & UNEXPECTED) == 0 ? expected : Varints.readSigned(in);
        int mask = (control & OTHERS) == 0 ? 0 : (int) Varints.read(in);
        return mask == GONE ? null : readOthers(in, mask, received, open);
    }
}
