package dev.centrifuge.flow.progress;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The open legs of {@link Progress#CHUNK} neighbouring offsets: for each destination the set of offsets. A chunk's range
 * is fixed, so a leg that is resolved changes one chunk and moves none.
 *
 * <p>Encoding (version 1): {@code 1, n, n × (length of id, id, count, count × delta of offset)}, all numbers varints,
 * deltas from the chunk's first offset. Ids are sorted, so equal sets have equal bytes.
 */
final class OpenChunk {
    private static final int VERSION = 1;

    private final Map<String, BitSet> open = new TreeMap<>();
    private int legs;
    boolean dirty;

    boolean add(int index, String destination) {
        BitSet set = open.computeIfAbsent(destination, d -> new BitSet());
        if (set.get(index)) {
            return false;
        }
        set.set(index);
        legs++;
        return true;
    }

    boolean remove(int index, String destination) {
        BitSet set = open.get(destination);
        if (set == null || !set.get(index)) {
            return false;
        }
        set.clear(index);
        legs--;
        if (set.isEmpty()) {
            open.remove(destination);
        }
        return true;
    }

    boolean contains(int index, String destination) {
        BitSet set = open.get(destination);
        return set != null && set.get(index);
    }

    void forEachAt(int index, Consumer<String> action) {
        open.forEach((destination, set) -> {
            if (set.get(index)) {
                action.accept(destination);
            }
        });
    }

    int legs() {
        return legs;
    }

    /** The lowest open index; only where {@link #legs} is above 0. */
    int first() {
        int first = Integer.MAX_VALUE;
        for (BitSet set : open.values()) {
            first = Math.min(first, set.nextSetBit(0));
        }
        return first;
    }

    byte[] encode() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(64);
        out.write(VERSION);
        writeVarint(out, open.size());
        open.forEach((destination, set) -> {
            byte[] id = destination.getBytes(StandardCharsets.UTF_8);
            writeVarint(out, id.length);
            out.writeBytes(id);
            writeOffsets(out, set);
        });
        return out.toByteArray();
    }

    private static void writeOffsets(ByteArrayOutputStream out, BitSet set) {
        writeVarint(out, set.cardinality());
        int previous = 0;
        for (int index = set.nextSetBit(0); index >= 0; index = set.nextSetBit(index + 1)) {
            writeVarint(out, index - previous);
            previous = index;
        }
    }

    /** @throws IllegalArgumentException where the bytes are of another version or broken */
    static OpenChunk decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (!in.hasRemaining() || in.get() != VERSION) {
            throw new IllegalArgumentException("open legs of an unknown version");
        }
        OpenChunk chunk = new OpenChunk();
        for (int destinations = readVarint(in); destinations > 0; destinations--) {
            byte[] id = new byte[readVarint(in)];
            in.get(id);
            chunk.readOffsets(in, new String(id, StandardCharsets.UTF_8));
        }
        return chunk;
    }

    private void readOffsets(ByteBuffer in, String destination) {
        int index = 0;
        for (int count = readVarint(in); count > 0; count--) {
            index += readVarint(in);
            add(index, destination);
        }
    }

    private static void writeVarint(ByteArrayOutputStream out, int value) {
        int rest = value;
        while (rest > 0x7f) {
            out.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }

    private static int readVarint(ByteBuffer in) {
        int value = 0;
        for (int shift = 0; shift < 35 && in.hasRemaining(); shift += 7) {
            int b = in.get();
            value |= (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("open legs are cut short");
    }
}
