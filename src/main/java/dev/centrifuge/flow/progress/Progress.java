package dev.centrifuge.flow.progress;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How far a reader has come in one partition: a mark, and the legs below it that are still open.
 *
 * <pre>
 *            resolved   open       resolved      not read yet
 *   offset  0 1 2 3 4 | 5 6 7 | 8 9 10 11 12 | 13 14 …
 *                       ^ lowestOpen           ^ mark
 * </pre>
 *
 * <p>Everything below the mark is resolved except the legs listed. So a slow leg holds nobody up, and after a crash only
 * what is listed is sent again, plus what was read since the last checkpoint.
 *
 * <p>An open leg is held while it is in memory; what is open and not held is to be read again. After a restart nothing is
 * held.
 *
 * <p>Invariants: the mark never moves back (but where the log itself was cut); an open leg's offset is below the mark; a leg
 * is in memory at most once; a chunk whose legs changed is dirty until {@link #takeChanges} took it. Belongs to the log thread.
 */
public final class Progress {
    /** Offsets in a chunk, whose open legs are a few bytes for each destination, and 130 at most. */
    public static final int CHUNK = 1024;

    private final TreeMap<Long, OpenChunk> chunks = new TreeMap<>();
    private final OpenCounts counts = new OpenCounts();
    private final Map<Long, OpenChunk> dirty = new HashMap<>();
    private @Nullable OpenChunk latest;
    private long latestIndex;
    private @Nullable OpenChunk ending;
    private long endingIndex;
    private long mark;
    private long markTaken;
    private int legs;

    /** Where nothing is known: starts at {@code mark}, with nothing open. */
    public Progress(long mark) {
        this.mark = mark;
        this.markTaken = -1;
    }

    /**
     * As it was committed.
     *
     * @param encoded open legs by chunk index, as {@link Changes#chunks} gave them
     */
    public static Progress restored(long mark, Map<Long, byte[]> encoded) {
        Progress progress = new Progress(mark);
        progress.markTaken = mark;
        encoded.forEach((index, bytes) -> {
            OpenChunk chunk = OpenChunk.decode(bytes, progress.counts);
            progress.chunks.put(index, chunk);
            progress.legs += chunk.legs();
        });
        // Where progress is not committed at once, open legs may be known that were read behind the mark: they will be
        // read again.
        progress.resolveRange(mark, Long.MAX_VALUE, destination -> {});
        return progress;
    }

    /** The next offset to route. */
    public long mark() {
        return mark;
    }

    /** How many legs are open. */
    public int openLegs() {
        return legs;
    }

    /** The lowest offset with an open leg, or the mark: from here a new owner must read. */
    public long lowestOpen() {
        Map.Entry<Long, OpenChunk> first = chunks.firstEntry();
        return first == null ? mark : first.getKey() * CHUNK + first.getValue().first();
    }

    /** The record at {@code offset} was routed: the mark is behind it now. Offsets may have gaps. */
    public void advance(long offset) {
        if (offset < mark) {
            throw new IllegalArgumentException("mark " + mark + " cannot move back to " + offset);
        }
        mark = offset + 1;
    }

    /**
     * A leg is in memory from now on: opens it where it is not open.
     *
     * @return false if it was in memory already: then it must not be handed over again
     */
    public boolean take(long offset, String destination) {
        OpenChunk chunk = chunk(offset / CHUNK);
        int before = chunk.legs();
        if (!chunk.take((int) (offset % CHUNK), destination)) {
            return false;
        }
        if (chunk.legs() > before) {
            legs++;
            touch(offset / CHUNK, chunk);
        }
        return true;
    }

    /** A leg is not in memory any more; it stays open. */
    public void letGo(long offset, String destination) {
        OpenChunk chunk = chunks.get(offset / CHUNK);
        if (chunk != null) {
            chunk.letGo((int) (offset % CHUNK), destination);
        }
    }

    /** Whether a leg is in memory. */
    public boolean holds(long offset, String destination) {
        OpenChunk chunk = chunks.get(offset / CHUNK);
        return chunk != null && chunk.holds((int) (offset % CHUNK), destination);
    }

    /** Neighbouring offsets come one after the other. */
    private OpenChunk chunk(long index) {
        OpenChunk chunk = latest;
        if (chunk == null || latestIndex != index) {
            chunk = chunks.computeIfAbsent(index, i -> new OpenChunk(counts));
            latest = chunk;
            latestIndex = index;
        }
        return chunk;
    }

    /** Legs end near where others do. */
    private @Nullable OpenChunk known(long index) {
        if (latest != null && latestIndex == index) {
            return latest;
        }
        if (ending == null || endingIndex != index) {
            ending = chunks.get(index);
            endingIndex = index;
        }
        return ending;
    }

    /** Resolves a leg; false if it is not open. */
    public boolean resolve(long offset, String destination) {
        OpenChunk chunk = known(offset / CHUNK);
        if (chunk == null || !chunk.remove((int) (offset % CHUNK), destination)) {
            return false;
        }
        legs--;
        if (chunk.legs() == 0) {
            chunks.remove(offset / CHUNK);
            latest = null;
            ending = null;
        }
        touch(offset / CHUNK, chunk);
        return true;
    }

    public boolean isOpen(long offset, String destination) {
        OpenChunk chunk = chunks.get(offset / CHUNK);
        return chunk != null && chunk.contains((int) (offset % CHUNK), destination);
    }

    /** The destinations whose leg at {@code offset} is open. The action must not open or resolve. */
    public void forEachOpen(long offset, Consumer<String> action) {
        OpenChunk chunk = chunks.get(offset / CHUNK);
        if (chunk != null) {
            chunk.forEachAt((int) (offset % CHUNK), action);
        }
    }

    /** The destinations whose leg at {@code offset} is open and not in memory. The action must not open or resolve. */
    public void forEachUnheld(long offset, Consumer<String> action) {
        OpenChunk chunk = chunks.get(offset / CHUNK);
        if (chunk != null) {
            chunk.forEachUnheldAt((int) (offset % CHUNK), action);
        }
    }

    /** The lowest offset at which a destination has an open leg that is not in memory, or the mark. */
    public long firstUnheld(String destination) {
        for (Map.Entry<Long, OpenChunk> chunk : chunks.entrySet()) {
            int index = chunk.getValue().firstUnheld(destination);
            if (index >= 0) {
                return chunk.getKey() * CHUNK + index;
            }
        }
        return mark;
    }

    /** How many legs are open, by destination; none for those that have none. A new map: not for each record. */
    public Map<String, Long> openByDestination() {
        return counts.open();
    }

    /** How many open legs of each destination are not in memory. */
    public Map<String, Long> unheldByDestination() {
        return counts.unheld();
    }

    /** The destinations with an open leg. */
    public Set<String> openDestinations() {
        return new TreeSet<>(counts.open().keySet());
    }

    /**
     * The log now starts at {@code start}: what was open below it cannot be read any more.
     *
     * @param lostLeg told the destination of each open leg that is lost
     * @return how many open legs and unread records that lost; anything but 0 is an alarm
     */
    public long startAt(long start, Consumer<String> lostLeg) {
        long lost = resolveRange(0, start, lostLeg) + Math.max(0, start - mark);
        if (start > mark) {
            mark = start;
        }
        return lost;
    }

    /**
     * The log now ends at {@code end}, below the mark: it was cut. What is appended from there on is new.
     *
     * @param lostLeg told the destination of each open leg that is lost
     * @return how many open legs and records that were read before it lost; anything but 0 is an alarm
     */
    public long endAt(long end, Consumer<String> lostLeg) {
        if (end >= mark) {
            return 0;
        }
        long lost = resolveRange(end, mark, lostLeg) + mark - end;
        mark = end;
        return lost;
    }

    private long resolveRange(long from, long below, Consumer<String> each) {
        long lost = 0;
        for (long index : List.copyOf(chunks.keySet())) {
            long first = index * CHUNK;
            if (first + CHUNK <= from || first >= below) {
                continue;
            }
            for (long offset = Math.max(from, first); offset < Math.min(below, first + CHUNK); offset++) {
                List<String> destinations = new ArrayList<>();
                forEachOpen(offset, destinations::add);
                for (String destination : destinations) {
                    resolve(offset, destination);
                    each.accept(destination);
                    lost++;
                }
            }
        }
        return lost;
    }

    /** Whether something changed since the last {@link #takeChanges}. */
    public boolean changed() {
        return mark != markTaken || !dirty.isEmpty();
    }

    /** What to write: the mark, and each chunk that changed, absolute; a null chunk has no open legs any more. */
    public Changes takeChanges() {
        Map<Long, byte @Nullable []> encoded = new HashMap<>();
        dirty.forEach((index, chunk) -> {
            chunk.dirty = false;
            encoded.put(index, chunk.legs() == 0 ? null : chunk.encode());
        });
        dirty.clear();
        markTaken = mark;
        return new Changes(mark, lowestOpen(), encoded, counts.open());
    }

    /** The write of {@code changes} failed, or its end is unknown: all of it is to be written again. */
    public void giveBack(Changes changes) {
        markTaken = -1;
        for (Long index : changes.chunks().keySet()) {
            OpenChunk chunk = chunks.get(index);
            touch(index, chunk == null ? new OpenChunk(counts) : chunk);
        }
    }

    /** A chunk that emptied and filled again is another object, and takes the place of the one before. */
    private void touch(long index, OpenChunk chunk) {
        if (!chunk.dirty) {
            chunk.dirty = true;
            dirty.put(index, chunk);
        }
    }

    /**
     * @param mark the next offset to route
     * @param lowestOpen below it everything is resolved once this is committed
     * @param chunks encoded open legs by chunk index, of those that changed
     * @param open how many legs are open in all, by destination
     */
    public record Changes(long mark, long lowestOpen, Map<Long, byte @Nullable []> chunks, Map<String, Long> open) {}
}
