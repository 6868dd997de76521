package dev.centrifuge.kafka.group;

import dev.centrifuge.event.Event;
import dev.centrifuge.event.Sighting;
import dev.centrifuge.flow.dedupe.Duplicates;
import dev.centrifuge.flow.handover.CursorState;
import dev.centrifuge.flow.handover.Scope;
import dev.centrifuge.flow.handover.Whereabouts;
import dev.centrifuge.flow.handover.Whereabouts.State;
import dev.centrifuge.flow.progress.Progress;
import dev.centrifuge.kafka.RecordCodec;
import dev.centrifuge.kafka.Topics;
import dev.centrifuge.kafka.browse.Browser;
import dev.centrifuge.kafka.browse.Tape;
import dev.centrifuge.kafka.state.StateCodec;
import dev.centrifuge.time.Ticker;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where legs are in a partition that this node does not read, by its last checkpoint. Reads that partition of {@code state} from its
 * beginning: what it says of legs is too much to keep for all partitions, and few ask. But who asks asks for each destination and each
 * event of a page, so what was read is kept for a second, of a few partitions.
 *
 * <p>Any thread; futures fail with a {@link dev.centrifuge.kafka.browse.BrowseFailure}.
 */
public final class CommittedLegs {
    /** Of a leg that waits, when that is all that is known of it. */
    public static final String ANOTHER_NODE = "another_node";

    /** Of a leg that nothing is known of, since that could not be read in time. */
    public static final String NOT_READ = "not_read";

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration KEPT = Duration.ofSeconds(1);
    private static final int MOST_KEPT = 8;

    private final Kept<Integer, StateCodec.Restorer> kept = new Kept<>(MOST_KEPT, KEPT);
    private final Executor later = CompletableFuture.delayedExecutor(KEPT.toMillis(), TimeUnit.MILLISECONDS);
    private final Browser browser;
    private final Topics topics;
    private final Ticker ticker;

    public CommittedLegs(Browser browser, Topics topics, Ticker ticker) {
        this.browser = browser;
        this.topics = topics;
        this.ticker = ticker;
    }

    /** Where the legs of an event are, by destination. */
    public Future<Map<String, Whereabouts>> find(Sighting seen, Collection<String> destinations) {
        return browser.read(tape -> {
            StateCodec.Restorer committed = load(tape, seen.partition(), ticker.nanos() + PATIENCE.toNanos());
            Map<String, Whereabouts> found = new HashMap<>();
            for (String destination : destinations) {
                found.put(
                        destination,
                        committed == null
                                ? new Whereabouts(State.ELSEWHERE, NOT_READ)
                                : find(committed, topics.events(), seen, destination));
            }
            return found;
        });
    }

    static Whereabouts find(StateCodec.Restorer committed, String topic, Sighting seen, String destination) {
        Progress progress = committed.progress(topic);
        long offset = seen.offset();
        if (progress == null || offset >= progress.mark()) {
            return Whereabouts.at(State.UNREAD);
        }
        if (Duplicates.suppressed(progress.mark(), committed.suppressed(topic), offset)) {
            return Whereabouts.at(State.SUPPRESSED);
        }
        CursorState cursor = cursor(committed.cursors(topic), seen.event(), destination);
        if (cursor != null && (offset >= cursor.mark() || progress.isOpen(offset, destination))) {
            return new Whereabouts(State.DETACHED, ANOTHER_NODE);
        }
        return progress.isOpen(offset, destination)
                ? new Whereabouts(State.IN_MEMORY, ANOTHER_NODE)
                : Whereabouts.at(State.RESOLVED);
    }

    /** That of the smallest scope. */
    private static @Nullable CursorState cursor(Map<Scope, CursorState> cursors, Event event, String destination) {
        String source = event.envelope().source();
        return Stream.of(
                        Scope.key(destination, source, event.key()),
                        Scope.pair(destination, source),
                        Scope.destination(destination))
                .filter(cursors::containsKey)
                .findFirst()
                .map(cursors::get)
                .orElse(null);
    }

    /**
     * About when the oldest leg of a destination that waits in these partitions, and not in a delay topic, was received; in
     * milliseconds since the epoch. Empty where none waits, or that could not be read in time.
     */
    public Future<OptionalLong> oldest(String destination, Collection<Integer> partitions) {
        return browser.read(tape -> {
            long deadline = ticker.nanos() + PATIENCE.toNanos();
            long oldest = Long.MAX_VALUE;
            for (int partition : partitions) {
                StateCodec.Restorer committed = load(tape, partition, deadline);
                if (committed == null) {
                    return OptionalLong.empty();
                }
                for (String topic : topicsOfLegs()) {
                    oldest = Math.min(oldest, oldest(tape, committed, topic, partition, destination));
                }
            }
            return oldest == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(oldest);
        });
    }

    private List<String> topicsOfLegs() {
        return Stream.concat(Stream.of(topics.events()), topics.retries().stream())
                .toList();
    }

    private static long oldest(
            Tape tape, StateCodec.Restorer committed, String topic, int partition, String destination) {
        Progress progress = committed.progress(topic);
        if (progress == null) {
            return Long.MAX_VALUE;
        }
        long lowest = progress.firstUnheld(destination);
        for (Map.Entry<Scope, CursorState> cursor : committed.cursors(topic).entrySet()) {
            if (cursor.getKey().destination().equals(destination)) {
                lowest = Math.min(lowest, cursor.getValue().mark());
            }
        }
        return lowest >= progress.mark()
                ? Long.MAX_VALUE
                : tape.at(topic, partition, lowest, record -> {
                            Event event = new RecordCodec().decode(record);
                            return event == null
                                    ? (Long) record.timestamp()
                                    : (Long) event.envelope().liveSince();
                        })
                        .orElse(Long.MAX_VALUE);
    }

    /** Null where it could not be read in time. What it gives is only read from. */
    private StateCodec.@Nullable Restorer load(Tape tape, int partition, long deadline) {
        StateCodec.Restorer known = kept.get(partition, ticker.nanos());
        if (known != null) {
            return known;
        }
        long now = ticker.nanos();
        StateCodec.Restorer read = read(tape, partition, deadline);
        if (read != null) {
            // As of before it was read: so nothing is told that is older than a second.
            kept.put(partition, read, now);
            later.execute(() -> kept.expire(ticker.nanos()));
        }
        return read;
    }

    private StateCodec.@Nullable Restorer read(Tape tape, int partition, long deadline) {
        Tape.Extent extent = tape.extents(topics.state(), List.of(partition)).get(partition);
        StateCodec.Restorer restorer = new StateCodec.Restorer();
        if (extent == null) {
            return null;
        }
        long stopped = tape.read(topics.state(), partition, extent.start(), extent.end(), deadline, record -> {
            restorer.accept(record.key(), record.value());
            return true;
        });
        return stopped < extent.end() ? null : restorer;
    }
}
