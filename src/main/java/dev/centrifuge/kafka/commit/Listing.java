package dev.centrifuge.kafka.commit;

import dev.centrifuge.flow.count.Counts;
import dev.centrifuge.flow.count.Pair;
import dev.centrifuge.flow.progress.Varints;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * How far the rows of a {@link Page} are from its own record, as a head lists it:
 *
 * <pre>
 *   generation   n listed   runs × (gap, length)   rows × (how many before it are plain, row)
 *   row       names, where the own record does not have it   control   received   others
 *   control   1 if received is given + 2 if others are + 4 if open legs are: then + 8 · signed open legs
 *   others    a bit for each of filtered, dead, delayed, lost, skipped that is not 0, 32 if the row is no more; then each, signed
 * </pre>
 *
 * <p>A plain row costs nothing. It received as much as the one of its source that is listed before it, since each event goes to all
 * destinations of its source; it has as many legs open as the head and its chunks say of its destination, less those of the
 * destination's other rows; and everything else was delivered.
 */
final class Listing {
    private static final int RECEIVED = 1;
    private static final int OTHERS = 2;
    private static final int OPEN = 4;

    private Listing() {}

    /** @param implied whether what is open of a row is to be seen by what the head says of open legs: of one of a destination */
    static void write(ByteArrayOutputStream out, Page page, Predicate<Page.Entry> implied, Names names) {
        List<Page.Entry> entries = page.entries();
        Varints.write(out, page.generation());
        Varints.write(out, entries.stream().filter(Page.Entry::listed).count());
        int last = 0;
        for (int from = next(entries, 0, true); from < entries.size(); from = next(entries, last, true)) {
            Varints.write(out, from - last);
            last = next(entries, from, false);
            Varints.write(out, last - from);
        }
        Map<String, Long> expected = new HashMap<>();
        int plain = 0;
        for (Page.Entry entry : entries) {
            if (entry.listed()) {
                byte[] row = row(entry, expected, implied.test(entry), names);
                plain += row.length == 0 ? 1 : 0;
                if (row.length > 0) {
                    Varints.write(out, plain);
                    out.writeBytes(row);
                    plain = 0;
                }
                page.spend(entry, row.length);
            }
        }
        if (plain > 0) {
            Varints.write(out, plain);
        }
    }

    /** The first at {@code from} or behind that is listed, or is not. */
    private static int next(List<Page.Entry> entries, int from, boolean listed) {
        int index = from;
        while (index < entries.size() && entries.get(index).listed() != listed) {
            index++;
        }
        return index;
    }

    /** Empty where it is plain. */
    private static byte[] row(Page.Entry entry, Map<String, Long> expected, boolean implied, Names names) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(16);
        if (entry.isNew()) {
            names.write(out, entry.pair().source());
            names.write(out, entry.pair().destination());
        }
        Counts now = entry.now();
        if (now == null) {
            out.write(OTHERS);
            out.write(CountCodec.GONE);
            return out.toByteArray();
        }
        Counts since = now.minus(entry.base());
        boolean received =
                since.received() != expected.getOrDefault(entry.pair().source(), 0L);
        expected.put(entry.pair().source(), since.received());
        int mask = CountCodec.mask(since);
        long open = since.open();
        long given = implied ? 0 : ((open << 1) ^ (open >> 63)) << 3 | OPEN;
        long control = given | (received ? RECEIVED : 0) | (mask == 0 ? 0 : OTHERS);
        if (control != 0 || entry.isNew()) {
            Varints.write(out, control);
        }
        if (received) {
            Varints.writeSigned(out, since.received());
        }
        if (mask != 0) {
            CountCodec.writeOthers(out, since, mask);
        }
        return out.toByteArray();
    }

    /**
     * The inverse of {@link #write}.
     *
     * @param implied takes the rows of which is not known yet how many legs are open: they say none
     * @throws IllegalArgumentException where something is broken, or is not of this page
     */
    static void read(Page page, ByteBuffer in, List<Page.Entry> implied, Names names) {
        if (!page.isOf(Varints.read(in))) {
            return;
        }
        List<Integer> places = page.places(in);
        Map<String, Long> expected = new HashMap<>();
        for (int i = 0; i < places.size(); ) {
            long plain = Varints.read(in);
            if (plain < 0 || plain > places.size() - i) {
                throw new IllegalArgumentException("more plain rows than are listed");
            }
            for (; plain > 0; plain--) {
                read(page.at(places.get(i++)), 0, in, expected, implied);
            }
            if (i < places.size()) {
                int place = places.get(i++);
                Page.Entry entry =
                        page.has(place) ? page.at(place) : page.add(place, new Pair(names.read(in), names.read(in)));
                read(entry, Varints.read(in), in, expected, implied);
            }
        }
    }

    private static void read(
            Page.Entry entry, long control, ByteBuffer in, Map<String, Long> expected, List<Page.Entry> implied) {
        String source = entry.pair().source();
        long received = (control & RECEIVED) == 0 ? expected.getOrDefault(source, 0L) : Varints.readSigned(in);
        boolean given = (control & OPEN) != 0;
        long open =
                given ? (control >>> 4) ^ -(control >>> 3 & 1) : -entry.base().open();
        int mask = (control & OTHERS) == 0 ? 0 : (int) Varints.read(in);
        if (mask == CountCodec.GONE) {
            entry.set(null);
            return;
        }
        expected.put(source, received);
        entry.set(entry.base().plus(CountCodec.readOthers(in, mask, received, open)));
        if (!given) {
            implied.add(entry);
        }
    }

    /** Says how many legs of a row are open after all. */
    static void open(Page.Entry entry, long legs) {
        Counts now = entry.now();
        if (now != null) {
            entry.set(now.minus(new Counts(0, legs, 0, 0, 0, 0, 0)));
        }
    }

    /** As heads of version 4 had it: each listed row by {@link CountCodec}, which says how many legs are open. */
    static void readFirst(Page page, ByteBuffer in, Names names) {
        if (!page.isOf(Varints.read(in))) {
            return;
        }
        Map<String, Long> expected = new HashMap<>();
        for (int place : page.places(in)) {
            Page.Entry entry =
                    page.has(place) ? page.at(place) : page.add(place, new Pair(names.read(in), names.read(in)));
            Counts since =
                    CountCodec.read(in, expected.getOrDefault(entry.pair().source(), 0L));
            if (since != null) {
                expected.put(entry.pair().source(), since.received());
            }
            entry.set(since == null ? null : entry.base().plus(since));
        }
    }
}
