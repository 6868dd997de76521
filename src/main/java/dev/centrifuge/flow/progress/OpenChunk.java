package dev.centrifuge.flow.progress;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The open legs of {@link Progress#CHUNK} neighbouring offsets: for each destination the set of offsets. A chunk's range
 * is fixed, so a leg that is resolved changes one chunk and moves none. Which of them are held in memory is known too, and
 * not encoded: a new owner holds none.
 *
 * <p>Encoding (version 1): {@code 1, n, n × (length of id, id, count, count × delta of offset)}, all numbers varints,
 * deltas from the chunk's first offset. Ids are sorted, so equal sets have equal bytes.
 */
final class OpenChunk {
    private static final int VERSION = 1;
    private static final Legs NONE = new Legs();

    private final Map<String, Legs> open = new HashMap<>();
    private int legs;
    boolean dirty;

    /** Opens a leg where it is not open, and holds it. False if it was held already. */
    boolean take(int index, String destination) {
        Legs of = open.get(destination);
        if (of == null) {
            of = new Legs();
            open.put(destination, of);
        }
        if (of.held.get(index)) {
            return false;
        }
        of.held.set(index);
        if (!of.open.get(index)) {
            of.open.set(index);
            legs++;
        }
        return true;
    }

    /** False if the leg was not open. */
    boolean remove(int index, String destination) {
        Legs of = open.get(destination);
        if (of == null || !of.open.get(index)) {
            return false;
        }
        of.open.clear(index);
        of.held.clear(index);
        legs--;
        if (of.open.isEmpty()) {
            // Or a chunk with one open leg left would keep, and look through, every destination that ever had one.
            open.remove(destination);
        }
        return true;
    }

    void letGo(int index, String destination) {
        Legs of = open.get(destination);
        if (of != null) {
            of.held.clear(index);
        }
    }

    boolean holds(int index, String destination) {
        Legs of = open.get(destination);
        return of != null && of.held.get(index);
    }

    boolean contains(int index, String destination) {
        Legs of = open.get(destination);
        return of != null && of.open.get(index);
    }

    void forEachAt(int index, Consumer<String> action) {
        open.forEach((destination, of) -> {
            if (of.open.get(index)) {
                action.accept(destination);
            }
        });
    }

    void forEachUnheldAt(int index, Consumer<String> action) {
        open.forEach((destination, of) -> {
            if (of.open.get(index) && !of.held.get(index)) {
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
        for (Legs of : open.values()) {
            int lowest = of.open.nextSetBit(0);
            first = lowest < 0 ? first : Math.min(first, lowest);
        }
        return first;
    }

    /** The lowest index at which a destination has an open leg that nobody holds, or −1. */
    int firstUnheld(String destination) {
        Legs of = open.get(destination);
        int index = of == null ? -1 : of.open.nextSetBit(0);
        while (index >= 0 && of != null && of.held.get(index)) {
            index = of.open.nextSetBit(index + 1);
        }
        return index;
    }

    /** The destinations with an open leg. */
    void addDestinations(Set<String> destinations) {
        open.forEach((destination, of) -> {
            if (!of.open.isEmpty()) {
                destinations.add(destination);
            }
        });
    }

    byte[] encode() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(64);
        out.write(VERSION);
        TreeSet<String> destinations = new TreeSet<>();
        addDestinations(destinations);
        writeVarint(out, destinations.size());
        for (String destination : destinations) {
            byte[] id = destination.getBytes(StandardCharsets.UTF_8);
            writeVarint(out, id.length);
            out.writeBytes(id);
            writeOffsets(out, open.getOrDefault(destination, NONE).open);
        }
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
            take(index, destination);
            letGo(index, destination);
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

    /** One destination's legs in this chunk. A held leg is open. */
    private static final class Legs {
        final BitSet open = new BitSet();
        final BitSet held = new BitSet();
    }
}
