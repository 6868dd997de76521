package dev.centrifuge.flow.dedupe;

import java.util.Arrays;

/**
 * Where each id stands: a hash table with open addressing, in parts that grow one at a time, so that none takes long. A slot
 * holds 32 bits of hash, which spare most comparisons, and a place; 0 is empty. Belongs to one thread.
 */
final class Index {
    private static final int PARTS = 256;
    private static final int PART_SHIFT = 24;
    private static final int LEAST = 16;
    private static final int ARRAY = 16;

    private final long[][] parts = new long[PARTS][LEAST];
    private final int[] sizes = new int[PARTS];
    private final Same same;
    private long bytes = PARTS * (ARRAY + LEAST * 8L + Integer.BYTES);
    private long size;

    /** Whether the id that is looked for stands at a place. */
    interface Same {
        boolean at(int place);
    }

    Index(Same same) {
        this.same = same;
    }

    long bytes() {
        return bytes;
    }

    long size() {
        return size;
    }

    /** The place of what {@link Same} knows, or -1. */
    int find(int hash) {
        long[] part = parts[hash >>> PART_SHIFT];
        int mask = part.length - 1;
        for (int i = hash & mask; part[i] != 0; i = i + 1 & mask) {
            if ((int) (part[i] >>> 32) == hash && same.at(place(part[i]))) {
                return place(part[i]);
            }
        }
        return -1;
    }

    /** For what {@link #find} did not find. */
    void add(int hash, int place) {
        int number = hash >>> PART_SHIFT;
        if (10 * (sizes[number] + 1) > 7 * parts[number].length) {
            grow(number);
        }
        insert(parts[number], slot(hash, place));
        sizes[number]++;
        size++;
    }

    /** What stands at {@code from} stands at {@code to} now. */
    void move(int hash, int from, int to) {
        long[] part = parts[hash >>> PART_SHIFT];
        part[search(part, hash, from)] = slot(hash, to);
    }

    /** Does nothing where that place does not stand here any more. */
    void remove(int hash, int place) {
        long[] part = parts[hash >>> PART_SHIFT];
        int hole = search(part, hash, place);
        if (hole < 0) {
            return;
        }
        int mask = part.length - 1;
        for (int i = hole + 1 & mask; part[i] != 0; i = i + 1 & mask) {
            int home = (int) (part[i] >>> 32) & mask;
            if ((i - home & mask) >= (i - hole & mask)) {
                part[hole] = part[i];
                hole = i;
            }
        }
        part[hole] = 0;
        sizes[hash >>> PART_SHIFT]--;
        size--;
    }

    private static int search(long[] part, int hash, int place) {
        int mask = part.length - 1;
        long wanted = slot(hash, place);
        for (int i = hash & mask; part[i] != 0; i = i + 1 & mask) {
            if (part[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private void grow(int number) {
        long[] before = parts[number];
        long[] after = new long[2 * before.length];
        Arrays.stream(before).filter(slot -> slot != 0).forEach(slot -> insert(after, slot));
        parts[number] = after;
        bytes += 8L * before.length;
    }

    private static void insert(long[] part, long slot) {
        int mask = part.length - 1;
        int i = (int) (slot >>> 32) & mask;
        while (part[i] != 0) {
            i = i + 1 & mask;
        }
        part[i] = slot;
    }

    private static long slot(int hash, int place) {
        return (long) hash << 32 | place + 1;
    }

    private static int place(long slot) {
        return (int) slot - 1;
    }
}
