package dev.centrifuge.flow.dedupe;

import java.util.Arrays;
import java.util.BitSet;

/**
 * A set of the numbers 0 to 4,095 in few bytes. The first says how: 0, the set's bits, 512 bytes at most; 1, its runs, each as
 * how many numbers are not in it and how many are then, in varints.
 */
final class Runs {
    static final int SIZE = 4096;
    private static final byte BITS = 0;
    private static final byte RUNS = 1;

    private Runs() {}

    static byte[] encode(BitSet set) {
        byte[] bits = set.toByteArray();
        byte[] out = new byte[1 + bits.length];
        int length = runs(set, out);
        if (length >= 0) {
            return Arrays.copyOf(out, length);
        }
        out[0] = BITS;
        System.arraycopy(bits, 0, out, 1, bits.length);
        return out;
    }

    /** How many bytes it took, or -1 where they are too many. */
    private static int runs(BitSet set, byte[] out) {
        out[0] = RUNS;
        int at = 1;
        int end = 0;
        for (int from = set.nextSetBit(0); from >= 0; from = set.nextSetBit(end)) {
            int before = end;
            end = set.nextClearBit(from);
            if (at + 4 > out.length) {
                return -1;
            }
            at = varint(from - before, out, at);
            at = varint(end - from, out, at);
        }
        return at;
    }

    private static int varint(int value, byte[] out, int at) {
        if (value < 0x80) {
            out[at] = (byte) value;
            return at + 1;
        }
        out[at] = (byte) (value | 0x80);
        out[at + 1] = (byte) (value >>> 7);
        return at + 2;
    }

    static BitSet decode(byte[] encoded) {
        if (encoded[0] == BITS) {
            return BitSet.valueOf(Arrays.copyOfRange(encoded, 1, encoded.length));
        }
        BitSet set = new BitSet(SIZE);
        int[] at = {1};
        int end = 0;
        while (at[0] < encoded.length) {
            int from = end + read(encoded, at);
            end = from + read(encoded, at);
            set.set(from, end);
        }
        return set;
    }

    private static int read(byte[] encoded, int[] at) {
        int low = encoded[at[0]++];
        return low >= 0 ? low : (low & 0x7F) | (encoded[at[0]++] & 0x7F) << 7;
    }
}
