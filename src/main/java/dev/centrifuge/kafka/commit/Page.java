package dev.centrifuge.kafka.commit;

import dev.centrifuge.flow.count.Counts;
import dev.centrifuge.flow.count.Pair;
import dev.centrifuge.flow.count.Row;
import dev.centrifuge.flow.progress.Varints;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Some rows of a lane's funnel: what stands in a record of its own, and how far they are from that now, which heads list.
 *
 * <pre>
 *   own record   1   generation   n × (source, destination, counts)
 *   in a head    bytes   generation   n listed   runs × (gap, length)   rows: those that the own record does not have begin with their names
 * </pre>
 *
 * <p>The own record says what the last committed head said, so it may be written before the next head: a head that is of the
 * generation before it is all in it, and only one of the same generation adds to it.
 *
 * <p>A row is expected to have received as much since as the one of its source that is listed before it: each event goes to all
 * destinations of its source.
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

        private boolean listed() {
            return base == null || !base.equals(now);
        }

        Pair pair() {
            return pair;
        }

        /** What the row says from now on. */
        void say(@Nullable Counts counts) {
            now = counts;
            changed = true;
        }
    }

    boolean full() {
        return entries.size() >= ROWS;
    }

    /** Whether the own record is to be written with the next head, and no row is listed any more before it changes again. */
    boolean due() {
        return spent > Shelf.RECORD + (long) ROW_BYTES * entries.size();
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
        List<Entry> old = entries.stream().filter(entry -> entry.base != null).toList();
        Varints.write(out, old.size());
        for (Entry entry : old) {
            names.write(out, entry.pair.source());
            names.write(out, entry.pair.destination());
            CountCodec.write(out, orNone(entry.base), 0);
        }
        return out.toByteArray();
    }

    private static Counts orNone(@Nullable Counts counts) {
        return counts == null ? Counts.NONE : counts;
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

    /** Whether a head has to list it. */
    boolean listed() {
        return entries.stream().anyMatch(Entry::listed);
    }

    void list(ByteArrayOutputStream to, Names names) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(64);
        Varints.write(out, generation);
        Varints.write(out, entries.stream().filter(Entry::listed).count());
        int last = 0;
        for (int from = next(0, true); from < entries.size(); from = next(last, true)) {
            Varints.write(out, from - last);
            last = next(from, false);
            Varints.write(out, last - from);
        }
        Map<String, Long> expected = new HashMap<>();
        for (Entry entry : entries) {
            if (entry.listed()) {
                list(out, entry, expected, names);
            }
            entry.changed = false;
        }
        Varints.write(to, out.size());
        to.writeBytes(out.toByteArray());
    }

    /** The first at {@code from} or behind that is listed, or is not. */
    private int next(int from, boolean listed) {
        int index = from;
        while (index < entries.size() && entries.get(index).listed() != listed) {
            index++;
        }
        return index;
    }

    private void list(ByteArrayOutputStream out, Entry entry, Map<String, Long> expected, Names names) {
        int before = out.size();
        if (entry.base == null) {
            names.write(out, entry.pair.source());
            names.write(out, entry.pair.destination());
        }
        int named = out.size();
        Counts now = entry.now;
        if (now == null) {
            CountCodec.writeGone(out);
        } else {
            Counts since = now.minus(orNone(entry.base));
            CountCodec.write(out, since, expected.getOrDefault(entry.pair.source(), 0L));
            expected.put(entry.pair.source(), since.received());
        }
        spent += entry.changed ? named - before : out.size() - before;
    }

    /**
     * As it was committed.
     *
     * @param own the own record, null where there is none
     * @param listed what a head lists, behind its length; null where it lists nothing
     * @throws IllegalArgumentException where either is broken, or they do not belong together
     */
    static Page read(byte @Nullable [] own, byte @Nullable [] listed, Names names) {
        Page page = new Page();
        if (own != null) {
            page.readOwn(ByteBuffer.wrap(own), names);
        }
        if (listed != null) {
            page.readListed(ByteBuffer.wrap(listed), names);
        }
        return page;
    }

    private void readOwn(ByteBuffer in, Names names) {
        if (!in.hasRemaining() || in.get() != VERSION) {
            throw new IllegalArgumentException("counts of an unknown version");
        }
        generation = Varints.read(in);
        for (int left = Varints.readCount(in); left > 0; left--) {
            Entry entry = new Entry(new Pair(names.read(in), names.read(in)));
            entry.base = CountCodec.read(in, 0);
            entry.now = entry.base;
            entries.add(entry);
        }
    }

    private void readListed(ByteBuffer in, Names names) {
        long of = Varints.read(in);
        if (of != generation && of != generation - 1) {
            throw new IllegalArgumentException("counts of generation " + of + " beside those of " + generation);
        }
        if (of == generation) {
            Map<String, Long> expected = new HashMap<>();
            for (int place : places(in)) {
                readListed(in, place, expected, names);
            }
        }
    }

    private static List<Integer> places(ByteBuffer in) {
        int listed = Varints.readCount(in);
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
            throw new IllegalArgumentException("counts of a row behind their page");
        }
        return (int) place;
    }

    private void readListed(ByteBuffer in, int place, Map<String, Long> expected, Names names) {
        if (place > entries.size() || place >= ROWS) {
            throw new IllegalArgumentException("counts of a row behind their page");
        }
        if (place == entries.size()) {
            entries.add(new Entry(new Pair(names.read(in), names.read(in))));
        }
        Entry entry = entries.get(place);
        Counts since = CountCodec.read(in, expected.getOrDefault(entry.pair.source(), 0L));
        if (since != null) {
            expected.put(entry.pair.source(), since.received());
        }
        entry.now = since == null ? null : orNone(entry.base).plus(since);
    }

    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.now != null) {
                rows.add(new Row(entry.pair, entry.now));
            }
        }
        return rows;
    }

    List<Entry> entries() {
        return entries;
    }
}
