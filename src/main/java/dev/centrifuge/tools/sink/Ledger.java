package dev.centrifuge.tools.sink;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Counts ids exactly: each id's own bytes are kept, not a hash of them, so that "arrived once" is a fact.
 *
 * <p>Memory: about 57 bytes for an id of 36 characters. An object per id would take three times as much, and a test of a
 * million events shares its heap with what it tests.
 *
 * <p>Not thread-safe: {@link Tally} guards it.
 */
final class Ledger {
    private static final int CHUNK = 1 << 14;
    /** So that a place fits an int. */
    private static final int MOST_CHUNKS = Integer.MAX_VALUE / CHUNK;
    /** Longer ids are cut; the protocol allows 100 characters. */
    private static final int LONGEST = 255;

    private final int most;
    private final List<byte[]> chunks = new ArrayList<>();
    private int used = CHUNK;
    /** Open addressing, at most half full; an entry's number plus one, 0 for none. */
    private int[] table = new int[1 << 7];

    private int[] hashes = new int[1 << 6];
    private int[] places = new int[1 << 6];
    private int[] counts = new int[1 << 6];
    private int size;
    private long total;
    private long duplicates;

    /** @param most how many ids to remember; what comes after is only counted in {@link #total} */
    Ledger(int most) {
        this.most = most;
    }

    void add(String id) {
        byte[] bytes = bytes(id);
        int hash = hash(bytes);
        total++;
        int slot = slot(bytes, hash);
        if (table[slot] != 0) {
            counts[table[slot] - 1]++;
            duplicates++;
        } else if (!full()) {
            insert(slot, bytes, hash);
        }
    }

    /** How often an id was added. */
    int count(String id) {
        byte[] bytes = bytes(id);
        int entry = table[slot(bytes, hash(bytes))];
        return entry == 0 ? 0 : counts[entry - 1];
    }

    /** How many different ids. */
    int unique() {
        return size;
    }

    /** How many additions. */
    long total() {
        return total;
    }

    /** How many additions of an id that was there before. */
    long duplicates() {
        return duplicates;
    }

    /** Whether new ids are no longer remembered, and the figures about them no longer whole. */
    boolean full() {
        return size >= most || chunks.size() >= MOST_CHUNKS;
    }

    /** Every id, in the order of their first arrival. */
    List<String> ids() {
        List<String> ids = new ArrayList<>(size);
        for (int entry = 0; entry < size; entry++) {
            byte[] chunk = chunks.get(places[entry] / CHUNK);
            int at = places[entry] % CHUNK;
            ids.add(new String(chunk, at + 1, chunk[at] & 0xff, StandardCharsets.UTF_8));
        }
        return ids;
    }

    private void insert(int slot, byte[] bytes, int hash) {
        if (size == places.length) {
            grow();
            insert(slot(bytes, hash), bytes, hash);
            return;
        }
        hashes[size] = hash;
        places[size] = store(bytes);
        counts[size] = 1;
        table[slot] = ++size;
    }

    private int store(byte[] bytes) {
        if (used + bytes.length + 1 > CHUNK) {
            chunks.add(new byte[CHUNK]);
            used = 0;
        }
        byte[] chunk = chunks.get(chunks.size() - 1);
        int at = used;
        chunk[at] = (byte) bytes.length;
        System.arraycopy(bytes, 0, chunk, at + 1, bytes.length);
        used += bytes.length + 1;
        return (chunks.size() - 1) * CHUNK + at;
    }

    private void grow() {
        int entries = places.length * 2;
        hashes = Arrays.copyOf(hashes, entries);
        places = Arrays.copyOf(places, entries);
        counts = Arrays.copyOf(counts, entries);
        table = new int[entries * 2];
        for (int entry = 0; entry < size; entry++) {
            int slot = hashes[entry] & (table.length - 1);
            while (table[slot] != 0) {
                slot = (slot + 1) & (table.length - 1);
            }
            table[slot] = entry + 1;
        }
    }

    /** Where the id is, or the free slot where it belongs. */
    private int slot(byte[] bytes, int hash) {
        int slot = hash & (table.length - 1);
        while (table[slot] != 0 && !same(table[slot] - 1, bytes, hash)) {
            slot = (slot + 1) & (table.length - 1);
        }
        return slot;
    }

    private boolean same(int entry, byte[] bytes, int hash) {
        if (hashes[entry] != hash) {
            return false;
        }
        byte[] chunk = chunks.get(places[entry] / CHUNK);
        int at = places[entry] % CHUNK;
        return (chunk[at] & 0xff) == bytes.length
                && Arrays.equals(chunk, at + 1, at + 1 + bytes.length, bytes, 0, bytes.length);
    }

    private static byte[] bytes(String id) {
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= LONGEST ? bytes : Arrays.copyOf(bytes, LONGEST);
    }

    /** Murmur's finisher over the JDK's polynomial, whose low bits alone are poor for ids that differ in a digit. */
    private static int hash(byte[] bytes) {
        int hash = Arrays.hashCode(bytes);
        hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
        return hash ^ (hash >>> 16);
    }
}
