package dev.centrifuge.kafka.state;

import dev.centrifuge.flow.count.Counts;
import dev.centrifuge.flow.count.Pair;
import dev.centrifuge.flow.count.Row;
import dev.centrifuge.flow.handover.CursorState;
import dev.centrifuge.flow.handover.Scope;
import dev.centrifuge.flow.progress.Varints;
import dev.centrifuge.kafka.state.Listing.Expected;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The funnel of a lane as it is on record: pages of rows. A head lists what changed since each page's own record was written,
 * and that is written anew when what is listed in vain has cost as much: heads stay small, and no count is written alone.
 *
 * <p>A head and its chunks say how many legs of a destination are open. Where the rows of a destination say the same in all, one of
 * these need not say it.
 *
 * <p>Belongs to the log thread.
 */
final class Pages {
    private final List<Page> pages = new ArrayList<>();
    private final Map<Pair, Page.Entry> where = new HashMap<>();

    /** How many legs of each destination are open by its rows. */
    private final Map<String, Long> open = new HashMap<>();

    /** Whether the last head is known to be committed. */
    private boolean known = true;

    Pages() {}

    /**
     * As it was committed.
     *
     * @param own the pages' own records
     * @param head which lists what they do not have
     * @param openLegs how many legs of each destination are open by the head and its chunks
     * @param cursors by the head and their own records
     * @throws IllegalArgumentException where something is broken
     */
    Pages(Map<Long, byte[]> own, Head head, Map<String, Long> openLegs, Map<Scope, CursorState> cursors, Names names) {
        Map<Long, byte[]> listed = new TreeMap<>();
        ByteBuffer in = head.counts().duplicate();
        for (int left = in.hasRemaining() ? Varints.readCount(in) : 0; left > 0; left--) {
            listed.put(Varints.read(in), Varints.readBytes(in));
        }
        TreeMap<Long, byte[]> numbers = new TreeMap<>(own);
        numbers.putAll(listed);
        List<Page.Entry> implied = new ArrayList<>();
        for (long number = 0; !numbers.isEmpty() && number <= numbers.lastKey(); number++) {
            Page page = Page.read(own.get(number), names);
            byte[] more = listed.get(number);
            if (more != null && head.version() >= Head.TERSE) {
                Expected expected = new Expected(head.mark(), head.version() >= Head.FORESEEN ? cursors : null);
                Listing.read(page, ByteBuffer.wrap(more), expected, implied, names);
            } else if (more != null) {
                Listing.readFirst(page, ByteBuffer.wrap(more), names);
            }
            pages.add(page);
            page.entries().forEach(this::meet);
        }
        for (Page.Entry entry : implied) {
            String destination = entry.pair().destination();
            long rest = openLegs.getOrDefault(destination, 0L) - open.getOrDefault(destination, 0L);
            Listing.open(entry, destination.isEmpty() ? 0 : rest);
            add(destination, destination.isEmpty() ? 0 : rest);
        }
    }

    private void meet(Page.Entry entry) {
        where.put(entry.pair(), entry);
        add(entry.pair().destination(), openOf(entry.now()));
    }

    private static long openOf(@Nullable Counts counts) {
        return counts == null ? 0 : counts.open();
    }

    private void add(String destination, long legs) {
        if (legs != 0) {
            open.merge(destination, legs, (before, more) -> before + more == 0 ? null : before + more);
        }
    }

    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (Page page : pages) {
            for (Page.Entry entry : page.entries()) {
                Counts counts = entry.now();
                if (counts != null) {
                    rows.add(new Row(entry.pair(), counts));
                }
            }
        }
        return rows;
    }

    /**
     * Takes changes up.
     *
     * @return the own records to write before the next head, by number
     */
    Map<Long, byte[]> turn(List<Row> changes, Names names) {
        Map<Long, byte[]> own = new TreeMap<>();
        for (int i = 0; i < pages.size(); i++) {
            Page page = pages.get(i);
            if (known && page.due()) {
                page.turn().forEach(where::remove);
            }
            byte[] unwritten = page.unwritten(names);
            if (unwritten != null) {
                own.put((long) i, unwritten);
            }
        }
        changes.forEach(this::put);
        return own;
    }

    private void put(Row row) {
        Page.Entry entry = where.get(row.pair());
        if (entry == null && row.counts() == null) {
            return;
        }
        if (entry == null) {
            entry = room().add(row.pair());
            where.put(row.pair(), entry);
        }
        add(row.pair().destination(), openOf(row.counts()) - openOf(entry.now()));
        entry.say(row.counts());
    }

    private Page room() {
        for (int i = pages.size() - 1; i >= 0; i--) {
            if (!pages.get(i).full()) {
                return pages.get(i);
            }
        }
        Page page = new Page();
        pages.add(page);
        return page;
    }

    /**
     * What the next head says of counts.
     *
     * @param openLegs how many legs of each destination are open by the head and its chunks
     * @param mark the head's
     * @param cursors by the head and their own records, at least those that are of no user
     */
    byte[] listed(Map<String, Long> openLegs, long mark, Map<Scope, CursorState> cursors, Names names) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(128);
        Varints.write(out, pages.stream().filter(Page::listed).count());
        Set<String> implied = new HashSet<>();
        for (int i = 0; i < pages.size(); i++) {
            if (pages.get(i).listed()) {
                ByteArrayOutputStream page = new ByteArrayOutputStream(64);
                Expected expected = new Expected(mark, cursors);
                Listing.write(page, pages.get(i), expected, entry -> implied(entry, openLegs, implied), names);
                Varints.write(out, i);
                Varints.write(out, page.size());
                out.writeBytes(page.toByteArray());
            }
        }
        return out.toByteArray();
    }

    /** The first of a destination that is asked about, if its rows and the head agree. Of a source's events none is ever open. */
    private boolean implied(Page.Entry entry, Map<String, Long> openLegs, Set<String> implied) {
        String destination = entry.pair().destination();
        return destination.isEmpty()
                ? openOf(entry.now()) == 0
                : openLegs.getOrDefault(destination, 0L).equals(open.getOrDefault(destination, 0L))
                        && implied.add(destination);
    }

    void ended(boolean committed) {
        known = committed;
        if (committed) {
            pages.forEach(Page::committed);
        }
    }
}
