package dev.centrifuge.flow.progress;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
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
 * <p>Encoding (version 2): {@code 2, n, n × id, n × set}, ids as {@link Varints} has texts, sets as {@link OffsetSet}. Ids come
 * first and are sorted: equal legs have equal bytes, and whoever knows the ids by number can put these in their place. Version
 * 1, {@code 1, n, n × (id, count, count × delta of offset)}, is still read.
 */
final class OpenChunk {
    private static final int VERSION = 2;
    private static final int FIRST_VERSION = 1;
    private static final Legs NONE = new Legs(new OpenCounts.Count());

    private final OpenCounts counts;
    private final Map<String, Legs> open = new HashMap<>();
    private int legs;
    boolean dirty;

    /** @param counts where each leg that opens, ends, or is held counts */
    OpenChunk(OpenCounts counts) {
        this.counts = counts;
    }

    /** Opens a leg where it is not open, and holds it. False if it was held already. */
    boolean take(int index, String destination) {
        Legs of = open.get(destination);
        if (of == null) {
            of = new Legs(counts.of(destination));
            open.put(destination, of);
        }
        if (of.held.get(index)) {
            return false;
        }
        of.held.set(index);
        of.count.held++;
        if (!of.open.get(index)) {
            of.open.set(index);
            of.count.open++;
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
        of.count.open--;
        of.letGo(index);
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
            of.letGo(index);
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
        Varints.write(out, destinations.size());
        for (String destination : destinations) {
            Varints.write(out, destination);
        }
        for (String destination : destinations) {
            OffsetSet.write(out, open.getOrDefault(destination, NONE).open);
        }
        return out.toByteArray();
    }

    /** @throws IllegalArgumentException where the bytes are of another version or broken */
    static OpenChunk decode(byte[] bytes, OpenCounts counts) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        OpenChunk chunk = new OpenChunk(counts);
        switch (in.hasRemaining() ? in.get() : 0) {
            case FIRST_VERSION -> chunk.readFirst(in);
            case VERSION -> chunk.read(in);
            default -> throw new IllegalArgumentException("open legs of an unknown version");
        }
        return chunk;
    }

    private void read(ByteBuffer in) {
        String[] destinations = new String[Varints.readCount(in)];
        for (int i = 0; i < destinations.length; i++) {
            destinations[i] = Varints.readText(in);
        }
        for (String destination : destinations) {
            OffsetSet.read(in).stream().forEach(index -> open(index, destination));
        }
    }

    private void readFirst(ByteBuffer in) {
        for (int destinations = Varints.readCount(in); destinations > 0; destinations--) {
            String destination = Varints.readText(in);
            long index = 0;
            for (int count = Varints.readCount(in); count > 0; count--) {
                index += Varints.read(in);
                if (index < 0 || index >= Progress.CHUNK) {
                    throw new IllegalArgumentException("open legs outside of their chunk");
                }
                open((int) index, destination);
            }
        }
    }

    private void open(int index, String destination) {
        take(index, destination);
        letGo(index, destination);
    }

    /** One destination's legs in this chunk. A held leg is open. */
    private static final class Legs {
        final BitSet open = new BitSet();
        final BitSet held = new BitSet();
        final OpenCounts.Count count;

        Legs(OpenCounts.Count count) {
            this.count = count;
        }

        void letGo(int index) {
            if (held.get(index)) {
                held.clear(index);
                count.held--;
            }
        }
    }
}
