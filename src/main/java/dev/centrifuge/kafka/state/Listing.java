package dev.centrifuge.kafka.state;

import dev.centrifuge.flow.count.Counts;
import dev.centrifuge.flow.count.Pair;
import dev.centrifuge.flow.handover.CursorState;
import dev.centrifuge.flow.handover.Scope;
import dev.centrifuge.flow.progress.Varints;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How far the rows of a {@link Page} are from its own record, as a head lists it:
 *
 * <pre>
 *   generation   n listed   runs × (gap, length)   rows × (how many before it are plain, row)
 *   row       names, where the own record does not have it   control   received   others
 *   control   1 if received is given + 2 if others are + 4 if open legs are: then + 8 · signed open legs
 *   others    a bit for each of filtered, dead, delayed, lost, skipped that is not 0, 32 if the row is no more; then each, signed:
 *             those that were skipped as far as they are not as expected
 * </pre>
 *
 * <p>A plain row costs nothing. It received as much as the one of its source that is listed before it, since each event goes to all
 * destinations of its source; it has as many legs open as the head and its chunks say of its destination, less those of the
 * destination's other rows; as many were left to its cursor as stand to reason ({@link Expected}); and everything else was delivered.
 */
final class Listing {
    private static final int RECEIVED = 1;
    private static final int OTHERS = 2;
    private static final int OPEN = 4;

    private Listing() {}

    /**
     * What stands to reason of a page's next row, by those before it and by the cursors. Of events that all go to all destinations,
     * and of one source, a cursor has been left as many as there are offsets from its mark to the lane's; of others about the part that
     * the source's row before has of its own.
     */
    static final class Expected {
        private final long mark;
        private final @Nullable Map<Scope, CursorState> cursors;
        private final Map<String, Long> received = new HashMap<>();
        private final Map<String, Long> left = new HashMap<>();
        private final Map<String, Long> among = new HashMap<>();

        /**
         * @param mark the lane's
         * @param cursors as the head and their own records have them, at least those that are of no user; null where rows do not regard
         *     them
         */
        Expected(long mark, @Nullable Map<Scope, CursorState> cursors) {
            this.mark = mark;
            this.cursors = cursors;
        }

        private long received(Page.Entry entry) {
            return received.getOrDefault(entry.pair().source(), 0L);
        }

        /** How many more legs the cursor has been left than the own record says. */
        private long skipped(Page.Entry entry) {
            Map<Scope, CursorState> known = cursors;
            Pair pair = entry.pair();
            if (known == null || pair.ofEvents()) {
                return 0;
            }
            long behind = behind(pair, known);
            long others = among.getOrDefault(pair.source(), 0L);
            long share = others == 0 ? behind : left.getOrDefault(pair.source(), 0L) * behind / others;
            return share - entry.base().skipped();
        }

        private long behind(Pair pair, Map<Scope, CursorState> known) {
            CursorState cursor = known.get(Scope.pair(pair.destination(), pair.source()));
            CursorState least = cursor == null ? known.get(Scope.destination(pair.destination())) : cursor;
            return least == null ? 0 : Math.max(0, mark - least.mark());
        }

        private void met(Page.Entry entry, long since) {
            String source = entry.pair().source();
            received.put(source, since);
            Map<Scope, CursorState> known = cursors;
            Counts now = entry.now();
            long behind = known == null || now == null || entry.pair().ofEvents() ? 0 : behind(entry.pair(), known);
            if (behind > 0 && now != null) {
                left.put(source, now.skipped());
                among.put(source, behind);
            }
        }
    }

    /** @param implied whether what is open of a row is to be seen by what the head says of open legs: of one of a destination */
    static void write(
            ByteArrayOutputStream out, Page page, Expected expected, Predicate<Page.Entry> implied, Names names) {
        List<Page.Entry> entries = page.entries();
        Varints.write(out, page.generation());
        Varints.write(out, entries.stream().filter(Page.Entry::listed).count());
        int last = 0;
        for (int from = next(entries, 0, true); from < entries.size(); from = next(entries, last, true)) {
            Varints.write(out, from - last);
            last = next(entries, from, false);
            Varints.write(out, last - from);
        }
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
    private static byte[] row(Page.Entry entry, Expected expected, boolean implied, Names names) {
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
        boolean received = since.received() != expected.received(entry);
        Counts others = since.minus(skipped(expected.skipped(entry)));
        expected.met(entry, since.received());
        int mask = CountCodec.mask(others);
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
            CountCodec.writeOthers(out, others, mask);
        }
        return out.toByteArray();
    }

    private static Counts skipped(long legs) {
        return new Counts(0, 0, 0, 0, 0, 0, legs);
    }

    /**
     * The inverse of {@link #write}.
     *
     * @param implied takes the rows of which is not known yet how many legs are open: they say none
     * @throws IllegalArgumentException where something is broken, or is not of this page
     */
    static void read(Page page, ByteBuffer in, Expected expected, List<Page.Entry> implied, Names names) {
        if (!page.isOf(Varints.read(in))) {
            return;
        }
        List<Integer> places = page.places(in);
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
            Page.Entry entry, long control, ByteBuffer in, Expected expected, List<Page.Entry> implied) {
        long received = (control & RECEIVED) == 0 ? expected.received(entry) : Varints.readSigned(in);
        long skipped = expected.skipped(entry);
        boolean given = (control & OPEN) != 0;
        long open =
                given ? (control >>> 4) ^ -(control >>> 3 & 1) : -entry.base().open();
        int mask = (control & OTHERS) == 0 ? 0 : (int) Varints.read(in);
        if (mask == CountCodec.GONE) {
            entry.set(null);
            return;
        }
        Counts since = CountCodec.readOthers(in, mask, received, open);
        entry.set(entry.base().plus(since).plus(new Counts(0, -skipped, 0, 0, 0, 0, skipped)));
        expected.met(entry, received);
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
