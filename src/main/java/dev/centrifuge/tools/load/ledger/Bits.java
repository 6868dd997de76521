package dev.centrifuge.tools.load.ledger;

import java.util.ArrayList;
import java.util.List;

/** A set of numbers from 0, at a bit each: chunks of 64 KiB are made as they are needed. Of one thread at a time. */
final class Bits {
    private static final int CHUNK_WORDS = 1 << 13;
    private static final int CHUNK_BITS = CHUNK_WORDS * 64;
    private static final long[] NONE = {};

    private final List<long[]> chunks = new ArrayList<>();
    private long size;

    /** Adds a number; whether it is new. */
    boolean add(long number) {
        int chunk = Math.toIntExact(number / CHUNK_BITS);
        while (chunks.size() <= chunk) {
            chunks.add(NONE);
        }
        long[] words = chunks.get(chunk);
        if (words.length == 0) {
            words = new long[CHUNK_WORDS];
            chunks.set(chunk, words);
        }
        int word = (int) (number % CHUNK_BITS >>> 6);
        long bit = 1L << (number & 63);
        boolean fresh = (words[word] & bit) == 0;
        words[word] |= bit;
        size += fresh ? 1 : 0;
        return fresh;
    }

    boolean contains(long number) {
        int chunk = (int) (number / CHUNK_BITS);
        if (chunk >= chunks.size() || chunks.get(chunk).length == 0) {
            return false;
        }
        return (chunks.get(chunk)[(int) (number % CHUNK_BITS >>> 6)] & 1L << (number & 63)) != 0;
    }

    /** How many there are. */
    long size() {
        return size;
    }

    /** No number is at or above this. */
    long end() {
        return (long) chunks.size() * CHUNK_BITS;
    }
}
