package dev.centrifuge.flow.dedupe;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The offsets of a partition whose records were duplicates, for whoever reads them again: in chunks of 4,096 neighbouring
 * offsets, compressed but for the one that was changed last and the one that was looked into last.
 *
 * <p>Belongs to the log thread.
 */
final class Suppressed {
    private static final int CHUNK = Runs.SIZE;
    /** What a chunk costs beside its bytes: an entry of a tree, its key, the header of an array. */
    private static final int EACH = 80;

    private final TreeMap<Long, byte[]> chunks = new TreeMap<>();
    private final Set<Long> dirty = new HashSet<>();
    private long openIndex = -1;
    private BitSet open = new BitSet();
    private long lookedIndex = -1;
    private BitSet looked = new BitSet();
    private long encoded;

    /** As it was committed; what was committed of offsets from {@code mark} on is decided anew. */
    static Suppressed restored(long mark, Map<Long, byte[]> chunks) {
        Suppressed restored = new Suppressed();
        chunks.forEach(restored::set);
        restored.cut(mark);
        return restored;
    }

    void add(long offset) {
        open(offset / CHUNK);
        open.set((int) (offset % CHUNK));
        dirty.add(openIndex);
    }

    boolean contains(long offset) {
        long index = offset / CHUNK;
        if (index == openIndex) {
            return open.get((int) (offset % CHUNK));
        }
        if (index != lookedIndex) {
            byte[] bytes = chunks.get(index);
            looked = bytes == null ? new BitSet() : Runs.decode(bytes);
            lookedIndex = index;
        }
        return looked.get((int) (offset % CHUNK));
    }

    private void open(long index) {
        if (index == openIndex) {
            return;
        }
        seal();
        byte[] bytes = chunks.get(index);
        open = bytes == null ? new BitSet() : Runs.decode(bytes);
        openIndex = index;
    }

    private void seal() {
        if (openIndex >= 0) {
            set(openIndex, open.isEmpty() ? null : Runs.encode(open));
        }
    }

    private void set(long index, byte @Nullable [] bytes) {
        byte[] before = bytes == null ? chunks.remove(index) : chunks.put(index, bytes);
        encoded += (bytes == null ? 0 : EACH + bytes.length) - (before == null ? 0 : EACH + before.length);
        lookedIndex = -1;
    }

    /** What it takes of memory, roughly. */
    long bytes() {
        return encoded;
    }

    /** Nobody reads below {@code start} again. */
    void startAt(long start) {
        if ((openIndex + 1) * CHUNK <= start) {
            seal();
            openIndex = -1;
        }
        while (!chunks.isEmpty() && (chunks.firstKey() + 1) * CHUNK <= start) {
            drop(chunks.firstKey());
        }
    }

    private void drop(long index) {
        set(index, null);
        dirty.add(index);
    }

    /** What was appended from {@code end} on is something else now, or will be decided again. */
    void cut(long end) {
        seal();
        openIndex = -1;
        while (!chunks.isEmpty() && chunks.lastKey() * CHUNK >= end) {
            drop(chunks.lastKey());
        }
        if (!chunks.isEmpty() && (chunks.lastKey() + 1) * CHUNK > end) {
            open(chunks.lastKey());
            int from = (int) (end % CHUNK);
            if (open.nextSetBit(from) >= 0) {
                open.clear(from, CHUNK);
                dirty.add(openIndex);
            }
        }
    }

    /** Forgets the oldest chunk, for lack of memory; false where there is only the one that is being written. */
    boolean forgetOldest() {
        if (chunks.isEmpty() || chunks.firstKey() == openIndex) {
            return false;
        }
        drop(chunks.firstKey());
        return true;
    }

    boolean changed() {
        return !dirty.isEmpty();
    }

    /** What to write: each chunk that changed, absolute; null for those that are no more. */
    Map<Long, byte @Nullable []> takeChanges() {
        if (dirty.isEmpty()) {
            return Map.of();
        }
        seal();
        Map<Long, byte @Nullable []> changes = new HashMap<>();
        dirty.forEach(index -> changes.put(index, chunks.get(index)));
        dirty.clear();
        return changes;
    }

    /** The write of {@code changes} failed, or its end is unknown. */
    void giveBack(Map<Long, byte @Nullable []> changes) {
        dirty.addAll(changes.keySet());
    }
}
