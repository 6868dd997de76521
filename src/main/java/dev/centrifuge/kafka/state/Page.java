package dev.centrifuge.kafka.state;

import dev.centrifuge.flow.count.Counts;
import dev.centrifuge.flow.count.Pair;
import dev.centrifuge.flow.progress.Varints;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some rows of a lane's funnel: what stands in a record of its own, and how far they are from that now, which heads list.
 *
 * <pre>
 *   own record   1   generation   n × (source, destination, counts)
 *   in a head    {@link Listing}
 * </pre>
 *
 * <p>The own record says what the last committed head said, so it may be written before the next head: a head that is of the
 * generation before it is all in it, and only one of the same generation adds to it.
 *
 * <p>Belongs to the log thread.
 */
final class Page {
    /** The most rows of a page. */
    static final int ROWS = 64;

    private static final int VERSION = 1;

    /** About what a row takes in the own record. */
    private static final int ROW_BYTES = 12;

    private final List<Entry> entries = new ArrayList<>();
    private long generation;
    private long spent;
    private boolean unwritten;

    /** One row. */
    static final class Entry {
        private final Pair pair;

        /** As the own record has it; null where that does not have it. */
        private @Nullable Counts base;

        /** Null where the row is no more. */
        private @Nullable Counts now;

        private boolean changed;

        Entry(Pair pair) {
            this.pair = pair;
        }

        Pair pair() {
            return pair;
        }

        /** Whether a head has to list it. */
        boolean listed() {
            return base == null || !base.equals(now);
        }

        /** Whether the own record does not have it. */
        boolean isNew() {
            return base == null;
        }

        Counts base() {
            Counts known = base;
            return known == null ? Counts.NONE : known;
        }

        @Nullable
        Counts now() {
            return now;
        }

        /** As it was committed. */
        void set(@Nullable Counts counts) {
            now = counts;
        }

        /** What the row says from now on. */
        void say(@Nullable Counts counts) {
            now = counts;
            changed = true;
        }
    }

    /**
     * As it was committed.
     *
     * @param own the own record, null where there is none
     * @throws IllegalArgumentException where it is broken
     */
    static Page read(byte @Nullable [] own, Names names) {
        Page page = new Page();
        if (own != null) {
            page.readOwn(ByteBuffer.wrap(own), names);
        }
        return page;
    }

    private void readOwn(ByteBuffer in, Names names) {
        if (!in.hasRemaining() || in.get() != VERSION) {
            throw new IllegalArgumentException("counts of an unknown version");
        }
        generation = Varints.read(in);
        for (int left = Varints.readCount(in); left > 0; left--) {
            Entry entry = add(new Pair(names.read(in), names.read(in)));
            entry.base = CountCodec.read(in, 0);
            entry.now = entry.base;
        }
    }

    boolean full() {
        return entries.size() >= ROWS;
    }

    /** Whether the own record is to be written with the next head, and no row is listed any more before it changes again. */
    boolean due() {
        return spent > Shelf.RECORD + (long) ROW_BYTES * entries.size();
    }

    /** A head takes so many bytes for listing a row: in vain, but where it has changed since the last one. */
    void spend(Entry entry, int bytes) {
        spent += entry.changed && !entry.isNew() ? 0 : bytes;
        entry.changed = false;
    }

    /**
     * What the last head said, which is known to be committed, becomes the own record.
     *
     * @return the pairs that are no more
     */
    List<Pair> turn() {
        List<Pair> gone = new ArrayList<>();
        for (Entry entry : List.copyOf(entries)) {
            if (entry.now == null) {
                gone.add(entry.pair);
                entries.remove(entry);
            }
            entry.base = entry.now;
        }
        generation++;
        spent = 0;
        unwritten = true;
        return gone;
    }

    /** The own record, where the next head needs it and nobody knows that it is written. */
    byte @Nullable [] unwritten(Names names) {
        if (!unwritten) {
            return null;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(32 * (1 + entries.size()));
        out.write(VERSION);
        Varints.write(out, generation);
        List<Entry> old = entries.stream().filter(entry -> !entry.isNew()).toList();
        Varints.write(out, old.size());
        for (Entry entry : old) {
            names.write(out, entry.pair.source());
            names.write(out, entry.pair.destination());
            CountCodec.write(out, entry.base());
        }
        return out.toByteArray();
    }

    void committed() {
        unwritten = false;
    }

    /** A row for a pair that has none; where there is room. */
    Entry add(Pair pair) {
        Entry entry = new Entry(pair);
        entries.add(entry);
        return entry;
    }

    /** Whether a head has to list any of it. */
    boolean listed() {
        return entries.stream().anyMatch(Entry::listed);
    }

    long generation() {
        return generation;
    }

    /**
     * Whether what a head lists adds to the own record; not where that has all of it.
     *
     * @throws IllegalArgumentException where they do not belong together
     */
    boolean isOf(long of) {
        if (of != generation && of != generation - 1) {
            throw new IllegalArgumentException("counts of generation " + of + " beside those of " + generation);
        }
        return of == generation;
    }

    /** Reads which rows are listed: how many, and runs of them by gap and length. */
    List<Integer> places(ByteBuffer in) {
        int listed = Varints.readCount(in, ROWS);
        List<Integer> places = new ArrayList<>();
        for (int next = 0; places.size() < listed; ) {
            next += place(in);
            for (int run = place(in); run > 0; run--) {
                places.add(next++);
            }
        }
        return places;
    }

    private static int place(ByteBuffer in) {
        long place = Varints.read(in);
        if (place < 0 || place > ROWS) {
            throw behind();
        }
        return (int) place;
    }

    private static IllegalArgumentException behind() {
        return new IllegalArgumentException("counts of a row behind their page");
    }

    boolean has(int place) {
        return place < entries.size();
    }

    Entry at(int place) {
        if (!has(place)) {
            throw behind();
        }
        return entries.get(place);
    }

    /** The next row, whose place it must be. */
    Entry add(int place, Pair pair) {
        if (place != entries.size() || place >= ROWS) {
            throw behind();
        }
        return add(pair);
    }

    List<Entry> entries() {
        return entries;
    }
}
