package dev.centrifuge.kafka.commit;

import dev.centrifuge.flow.count.Pair;
import dev.centrifuge.flow.count.Row;
import dev.centrifuge.flow.progress.Varints;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The funnel of a lane as it is on record: pages of rows. A head lists what changed since each page's own record was written,
 * and that is written anew when what is listed in vain has cost as much: heads stay small, and no count is written alone.
 *
 * <p>Belongs to the log thread.
 */
final class Pages {
    private final List<Page> pages = new ArrayList<>();
    private final Map<Pair, Page.Entry> where = new HashMap<>();

    /** Whether the last head is known to be committed. */
    private boolean known = true;

    Pages() {}

    /**
     * As it was committed.
     *
     * @param own the pages' own records
     * @param head what the head says of counts
     * @throws IllegalArgumentException where something is broken
     */
    Pages(Map<Long, byte[]> own, ByteBuffer head, Names names) {
        Map<Long, byte[]> listed = new TreeMap<>();
        ByteBuffer in = head.duplicate();
        for (int left = in.hasRemaining() ? Varints.readCount(in) : 0; left > 0; left--) {
            listed.put(Varints.read(in), Varints.readBytes(in));
        }
        TreeMap<Long, byte[]> numbers = new TreeMap<>(own);
        numbers.putAll(listed);
        for (long number = 0; !numbers.isEmpty() && number <= numbers.lastKey(); number++) {
            Page page = Page.read(own.get(number), listed.get(number), names);
            pages.add(page);
            page.entries().forEach(entry -> where.put(entry.pair(), entry));
        }
    }

    List<Row> rows() {
        return pages.stream().flatMap(page -> page.rows().stream()).toList();
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

    /** What the next head says of counts. */
    byte[] listed(Names names) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(128);
        long listed = pages.stream().filter(Page::listed).count();
        if (listed == 0) {
            return new byte[0];
        }
        Varints.write(out, listed);
        for (int i = 0; i < pages.size(); i++) {
            if (pages.get(i).listed()) {
                Varints.write(out, i);
                pages.get(i).list(out, names);
            }
        }
        return out.toByteArray();
    }

    void ended(boolean committed) {
        known = committed;
        if (committed) {
            pages.forEach(Page::committed);
        }
    }
}
