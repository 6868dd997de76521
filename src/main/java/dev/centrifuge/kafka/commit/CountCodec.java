package dev.centrifuge.kafka.commit;

import dev.centrifuge.flow.count.Counts;
import dev.centrifuge.flow.progress.Varints;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Counts of a row, or how far they differ from others, in few bytes: one where all that was received was delivered and as much was
 * received as somebody expected.
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
    private static final int GONE = 32;

    private CountCodec() {}

    static void writeGone(ByteArrayOutputStream out) {
        out.write(OTHERS);
        out.write(GONE);
    }

    static void write(ByteArrayOutputStream out, Counts counts, long expected) {
        long[] others = {counts.filtered(), counts.dead(), counts.delayed(), counts.lost(), counts.skipped()};
        int mask = 0;
        for (int i = 0; i < others.length; i++) {
            mask |= others[i] == 0 ? 0 : 1 << i;
        }
        long open = counts.open();
        long zigzag = (open << 1) ^ (open >> 63);
        boolean unexpected = counts.received() != expected;
        Varints.write(out, zigzag << 2 | (mask == 0 ? 0 : OTHERS) | (unexpected ? UNEXPECTED : 0));
        if (unexpected) {
            Varints.writeSigned(out, counts.received());
        }
        if (mask != 0) {
            out.write(mask);
        }
        for (long other : others) {
            if (other != 0) {
                Varints.writeSigned(out, other);
            }
        }
    }

    /** The inverse; null where the row is no more. */
    static @Nullable Counts read(ByteBuffer in, long expected) {
        long control = Varints.read(in);
        long open = (control >>> 3) ^ -(control >>> 2 & 1);
        long received = (control & UNEXPECTED) == 0 ? expected : Varints.readSigned(in);
        long mask = (control & OTHERS) == 0 ? 0 : Varints.read(in);
        if (mask == GONE) {
            return null;
        }
        long[] others = new long[5];
        long rest = received - open;
        for (int i = 0; i < others.length; i++) {
            others[i] = (mask & 1 << i) == 0 ? 0 : Varints.readSigned(in);
            rest -= others[i];
        }
        return new Counts(received, rest, others[0], others[1], others[2], others[3], others[4]);
    }
}
