package dev.centrifuge.flow.dedupe;

import dev.centrifuge.event.Event;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The ids that this node has read within the window, exactly: they are compared byte by byte, and no hash decides. Each
 * partition has pages of its own, in the order of its log; one index leads to all of them. Over the cap the page goes that is
 * farthest behind what its partition reads now, and the window of that partition is shorter from then on.
 *
 * <p>What counts as age is the log's own time, so whoever reads a backlog knows as much as whoever is at its end.
 *
 * <p>Belongs to the log thread.
 */
public final class SeenIds {
    private static final int LEAST_PAGE = 4 << 10;
    private static final int LARGEST_PAGE = 64 << 10;
    private static final int PAGES = 4096;
    /** What can be numbered with pages of the largest size. */
    private static final long MOST = 8L << 30;

    private static final int ARRAY = 16;
    /** Of a page, beside its bytes. */
    private static final int OBJECTS = 80;

    /** An id of 36 characters, a user of about ten, and their slot: 50 to 60 bytes. */
    private static final int USUAL = 64;

    private final long window;
    private final long memory;
    private final long cap;
    private final int pageBytes;
    private final int words;
    private final Identity wanted;
    private final Index index = new Index(this::same);
    /** By their numbers; null where there is none at present. */
    private final List<@Nullable Page> pages = new ArrayList<>();

    private final ArrayDeque<Integer> numbers = new ArrayDeque<>();
    private final ArrayDeque<Page> free = new ArrayDeque<>();
    /** Pages of partitions that are gone. */
    private final ArrayDeque<Page> left = new ArrayDeque<>();

    private final List<Seen> partitions = new ArrayList<>();
    private final List<Duplicates> suppressing = new ArrayList<>();
    private @Nullable Seen asking;

    /**
     * @param window milliseconds between a record and a duplicate of it, by the broker's clock; 0 for no de-duplication
     * @param memory the most bytes that {@link #bytes} may come to, a quarter of it for the offsets that were suppressed;
     *     more than 8 GiB count as 8
     * @param seed of the hash, unlike any other process's
     */
    public SeenIds(long window, long memory, long seed) {
        this.window = window;
        this.memory = Math.min(MOST, memory);
        this.cap = this.memory - this.memory / 4;
        this.pageBytes = Integer.highestOneBit((int) Math.max(LEAST_PAGE, Math.min(LARGEST_PAGE, cap / PAGES)));
        this.words = pageBytes / Page.ALIGN;
        this.wanted = new Identity(seed);
    }

    /** No de-duplication. */
    public static SeenIds none() {
        return new SeenIds(0, 0, 0);
    }

    public boolean off() {
        return window == 0;
    }

    /** Milliseconds, as configured. */
    public long window() {
        return window;
    }

    /** Milliseconds of the shortest window that a partition has at present: less than configured where memory is short. */
    public long inForce(long now) {
        long least = window;
        for (Seen partition : partitions) {
            least = Math.min(least, partition.known(now));
        }
        return Math.max(0, least);
    }

    /** What is allocated. */
    public long bytes() {
        return ofIds() + ofSuppressed();
    }

    private long ofIds() {
        return index.bytes() + (pages.size() - numbers.size()) * ofPage();
    }

    private long ofPage() {
        return (long) ARRAY + pageBytes + OBJECTS;
    }

    private long ofSuppressed() {
        long bytes = 0;
        for (Duplicates each : suppressing) {
            bytes += each.bytes();
        }
        return bytes;
    }

    /** How many ids are known. */
    public long size() {
        return index.size();
    }

    /** How many more of the usual size there is room for. */
    public long room() {
        return Math.max(0, cap / USUAL - index.size());
    }

    /**
     * A partition that is taken over; {@link Duplicates#close} when it goes.
     *
     * @param mark where its main reader begins
     * @param suppressed what was committed of it
     */
    public Duplicates partition(long mark, Map<Long, byte[]> suppressed) {
        Seen seen = new Seen(this);
        Duplicates made = new Duplicates(this, seen, Suppressed.restored(mark, suppressed));
        partitions.add(seen);
        suppressing.add(made);
        return made;
    }

    /** Its pages are the first to go. */
    void close(Duplicates partition, Seen seen) {
        suppressing.remove(partition);
        partitions.remove(seen);
        left.addAll(seen.pages);
        seen.pages.clear();
    }

    /**
     * Keeps what was suppressed within its share of memory: forgets the oldest of whoever has most. Then whoever reads these
     * again takes them for new.
     *
     * @return chunks that were forgotten
     */
    public int bound() {
        int forgotten = 0;
        while (!off() && ofSuppressed() > memory - cap) {
            Duplicates largest = suppressing.get(0);
            for (Duplicates each : suppressing) {
                largest = each.bytes() > largest.bytes() ? each : largest;
            }
            if (!largest.forgetOldest()) {
                return forgotten;
            }
            forgotten++;
        }
        return forgotten;
    }

    /** Where an event stands among those of a partition, or -1. */
    int find(Seen in, Event event) {
        wanted.of(event.key(), event.envelope().id());
        asking = in;
        return index.find(wanted.hash);
    }

    private boolean same(int place) {
        Page page = page(place);
        return page.owner == asking && page.holds(begin(place), wanted);
    }

    long offset(int place) {
        return page(place).offset(begin(place));
    }

    long appendedAt(int place) {
        return page(place).appendedAt(begin(place));
    }

    private Page page(int place) {
        return Objects.requireNonNull(pages.get(place / words));
    }

    private int begin(int place) {
        return place % words * Page.ALIGN;
    }

    /** Enters what {@link #find} was asked for last, or moves it here. */
    void put(Seen in, long offset, long appendedAt, long now) {
        Page page = in.pages.peekLast();
        if (page == null || !page.hasRoom()) {
            page = empty(now);
            page.give(in, offset, appendedAt);
            in.pages.add(page);
        }
        int before = index.find(wanted.hash);
        int place = page.place(page.add(wanted, offset, appendedAt));
        if (before >= 0) {
            index.move(wanted.hash, before, place);
            return;
        }
        index.add(wanted.hash, place);
        while (ofIds() > cap) {
            Page spare = spare(now);
            if (spare == null) {
                return;
            }
            pages.set(spare.number, null);
            numbers.add(spare.number);
        }
    }

    private Page empty(long now) {
        if (ofIds() + ofPage() > cap || !free.isEmpty() || !left.isEmpty()) {
            Page spare = spare(now);
            if (spare != null) {
                return spare;
            }
        }
        Integer number = numbers.poll();
        Page page = new Page(number == null ? pages.size() : number, pageBytes);
        if (number == null) {
            pages.add(page);
        } else {
            pages.set(number, page);
        }
        return page;
    }

    /** One that is free, or of a partition that is gone, or the oldest by what its partition reads now. */
    private @Nullable Page spare(long now) {
        if (!free.isEmpty()) {
            return free.remove();
        }
        return left.isEmpty() ? oldest(now) : forgotten(left.remove());
    }

    private @Nullable Page oldest(long now) {
        Seen shortened = null;
        long oldest = -1;
        for (Seen partition : partitions) {
            long age = partition.age(now);
            if (age > oldest) {
                shortened = partition;
                oldest = age;
            }
        }
        return shortened == null ? null : forgotten(shortened.shorten());
    }

    private Page forgotten(Page page) {
        forget(page, 0);
        page.owner = null;
        return page;
    }

    void free(Page page) {
        free.add(forgotten(page));
    }

    /** Takes what stands in a page from {@code begin} on out of the index. */
    void forget(Page page, int begin) {
        page.forget(begin, index, wanted);
    }
}
