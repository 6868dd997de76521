package dev.centrifuge.flow.progress;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.BitSet;

/**
 * A set of offsets within a chunk, in few bytes: runs, since what waits for a destination is what came one after the other,
 * with a hole where an answer came early.
 *
 * <pre>
 *   n &gt; 0   n × ( 2 · gap + (1 if longer than 1),  length − 2 where longer than 1 )    gap: from the end of the run before
 *   0       128 bytes, a bit for each offset, where that is shorter
 * </pre>
 */
final class OffsetSet {
    private static final int BITMAP = Progress.CHUNK / 8;

    private OffsetSet() {}

    /** @param set not empty, below {@link Progress#CHUNK} */
    static void write(ByteArrayOutputStream out, BitSet set) {
        ByteArrayOutputStream runs = new ByteArrayOutputStream(32);
        int count = writeRuns(runs, set);
        if (runs.size() > BITMAP) {
            Varints.write(out, 0);
            byte[] bits = set.toByteArray();
            out.writeBytes(bits);
            out.write(new byte[BITMAP - bits.length], 0, BITMAP - bits.length);
        } else {
            Varints.write(out, count);
            out.writeBytes(runs.toByteArray());
        }
    }

    private static int writeRuns(ByteArrayOutputStream out, BitSet set) {
        int count = 0;
        int end = 0;
        for (int from = set.nextSetBit(0); from >= 0; from = set.nextSetBit(end)) {
            int gap = from - end;
            end = set.nextClearBit(from);
            int length = end - from;
            Varints.write(out, 2L * gap + (length > 1 ? 1 : 0));
            if (length > 1) {
                Varints.write(out, length - 2);
            }
            count++;
        }
        return count;
    }

    /** @throws IllegalArgumentException where the bytes are broken */
    static BitSet read(ByteBuffer in) {
        int count = Varints.readCount(in);
        return count == 0 ? readBits(in) : readRuns(in, count);
    }

    private static BitSet readBits(ByteBuffer in) {
        if (in.remaining() < BITMAP) {
            throw new IllegalArgumentException("open legs are cut short");
        }
        byte[] bits = new byte[BITMAP];
        in.get(bits);
        return BitSet.valueOf(bits);
    }

    private static BitSet readRuns(ByteBuffer in, int count) {
        BitSet set = new BitSet();
        long end = 0;
        for (int i = 0; i < count; i++) {
            long start = Varints.read(in);
            long from = end + (start >>> 1);
            end = from + ((start & 1) == 0 ? 1 : Varints.read(in) + 2);
            if (from < 0 || end <= from || end > Progress.CHUNK) {
                throw new IllegalArgumentException("open legs outside of their chunk");
            }
            set.set((int) from, (int) end);
        }
        return set;
    }
}
