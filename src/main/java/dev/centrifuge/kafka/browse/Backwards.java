package dev.centrifuge.kafka.browse;

import dev.centrifuge.kafka.browse.Page.Searched;
import dev.centrifuge.time.Ticker;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * One search from the end backwards, over partitions at once: Kafka reads forwards only, so a partition is read in chunks,
 * each before the last, and what is found is merged by time.
 *
 * <pre>
 *   low                      known                 end
 *    │ … not searched …  [chunk]│▒▒▒▒ searched ▒▒▒▒▒│      next: the partition whose searched part ends latest
 * </pre>
 *
 * <p>A chunk that is not over at the deadline counts as not read, so the first are small. They grow while nothing is found
 * and reading is quick.
 */
final class Backwards<T> {
    private static final int FIRST_CHUNK = 256;
    private static final int LONGEST_CHUNK = 16_384;
    private static final long QUICK_NANOS = 150_000_000;

    private final Tape tape;
    private final Ticker ticker;
    private final Search search;
    private final Pick<T> pick;
    private final long to;
    private final long deadline;
    private final List<Part> parts = new ArrayList<>();
    private final List<T> items = new ArrayList<>();

    /** @param start when it was asked, in milliseconds since the epoch */
    Backwards(Tape tape, Ticker ticker, Search search, Pick<T> pick, long start) {
        this.tape = tape;
        this.ticker = ticker;
        this.search = search;
        this.pick = pick;
        Position from = search.from();
        this.to = from == null ? Math.min(search.until(), start) : from.millis();
        this.deadline = ticker.nanos() + search.patience().toNanos();
    }

    private record Hit<T>(long offset, long millis, T item) {}

    Page<T> run() {
        open();
        Part next = latest();
        while (next != null && items.size() < search.limit()) {
            Hit<T> hit = next.hits.poll();
            if (hit != null) {
                items.add(hit.item());
            } else if (ticker.nanos() - deadline >= 0) {
                break;
            } else {
                next.read();
            }
            next = latest();
        }
        return page(next);
    }

    private Page<T> page(@Nullable Part next) {
        if (next == null) {
            return new Page<>(items, new Searched(Math.min(search.since(), to), to, true), null);
        }
        long from = Math.min(to, next.head());
        Map<Integer, Long> below = new TreeMap<>();
        for (Part part : parts) {
            if (!part.done()) {
                below.put(part.number, part.below());
            }
        }
        return new Page<>(items, new Searched(from, to, false), new Position(from, below));
    }

    private void open() {
        Position from = search.from();
        int count = tape.partitions(search.topic());
        Set<Integer> numbers =
                new TreeSet<>(from == null ? search.partitions() : from.below().keySet());
        if (from == null && numbers.isEmpty()) {
            IntStream.range(0, count).forEach(numbers::add);
        }
        numbers.removeIf(number -> number >= count);
        Map<Integer, Tape.Extent> extents = tape.extents(search.topic(), numbers);
        Map<Integer, Long> lows = search.since() <= 0 ? Map.of() : since(numbers, search.since());
        Map<Integer, Long> highs = from == null ? highs(numbers) : from.below();
        extents.forEach((number, extent) -> {
            long low = search.since() <= 0 ? extent.start() : lows.getOrDefault(number, extent.end());
            long high = Math.min(extent.end(), highs.getOrDefault(number, extent.end()));
            parts.add(new Part(number, Math.max(low, extent.start()), high));
        });
    }

    /** Where {@code until} is not now, it bounds from above. */
    private Map<Integer, Long> highs(Set<Integer> numbers) {
        return search.until() > to ? Map.of() : since(numbers, search.until());
    }

    private Map<Integer, Long> since(Set<Integer> numbers, long millis) {
        return numbers.isEmpty() ? Map.of() : tape.firstSince(search.topic(), numbers, millis);
    }

    /** Who has the newest of what is to be handed out or read; null when all is done. */
    private @Nullable Part latest() {
        return parts.stream()
                .filter(part -> !part.done())
                .max(Comparator.comparingLong(Part::head))
                .orElse(null);
    }

    private final class Part {
        final int number;
        final Deque<Hit<T>> hits = new ArrayDeque<>();
        private final long low;
        private int chunk = FIRST_CHUNK;

        /** All from here on is read. */
        private long known;

        /** No record below {@code known} is newer. */
        private long millis = Long.MAX_VALUE;

        Part(int number, long low, long known) {
            this.number = number;
            this.low = low;
            this.known = known;
        }

        boolean done() {
            return hits.isEmpty() && known <= low;
        }

        long head() {
            Hit<T> first = hits.peek();
            return first == null ? millis : first.millis();
        }

        /** Below what was handed out. */
        long below() {
            Hit<T> first = hits.peek();
            return first == null ? known : first.offset() + 1;
        }

        void read() {
            long started = ticker.nanos();
            long from = Math.max(low, known - chunk);
            Chunk<T> read = new Chunk<>(pick, search.limit());
            if (tape.read(search.topic(), number, from, known, deadline, read) < known) {
                return; // The deadline came first: what was found would be found again.
            }
            hits.addAll(read.hits);
            known = read.dropped ? read.hits.getLast().offset() : from;
            millis = Math.min(millis, read.dropped ? read.hits.getLast().millis() : read.oldest);
            boolean quick = ticker.nanos() - started < QUICK_NANOS;
            chunk = quick && read.hits.isEmpty() ? Math.min(LONGEST_CHUNK, 4 * chunk) : FIRST_CHUNK;
        }
    }

    /** What is found in a chunk, newest first, and no more than anybody wants. */
    private static final class Chunk<T> implements Tape.Listener {
        final Deque<Hit<T>> hits = new ArrayDeque<>();
        private final Pick<T> pick;
        private final int most;
        boolean dropped;
        long oldest = Long.MAX_VALUE;

        Chunk(Pick<T> pick, int most) {
            this.pick = pick;
            this.most = most;
        }

        @Override
        public boolean read(ConsumerRecord<byte[], byte[]> record) {
            oldest = Math.min(oldest, record.timestamp());
            T item = pick.of(record);
            if (item != null) {
                hits.addFirst(new Hit<>(record.offset(), record.timestamp(), item));
                if (hits.size() > most) {
                    hits.removeLast();
                    dropped = true;
                }
            }
            return true;
        }
    }
}
