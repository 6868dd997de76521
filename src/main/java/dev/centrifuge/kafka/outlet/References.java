package dev.centrifuge.kafka.outlet;

import dev.centrifuge.flow.job.Letter;
import dev.centrifuge.kafka.HeaderText;
import dev.centrifuge.kafka.Topics;
import dev.centrifuge.kafka.browse.Browser;
import dev.centrifuge.kafka.browse.Tape;
import dev.centrifuge.kafka.read.past.LegCodec;
import dev.centrifuge.time.Ticker;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Which events may not be trimmed, because a dead letter stands for them by their place. A letter keeps its event until it is
 * redriven, until {@code dead} has it no more, or until twice the configured age of resolved events is over: else one letter could
 * fill the disk.
 *
 * <p>What there is to know is in {@code dead} itself, so nothing is recorded elsewhere: its partitions are read on from where they
 * were read last, and from that time back at first.
 *
 * <p>Thread-safe; reads on the browser's workers.
 */
public final class References {
    private static final int MOST = 10_000;
    private static final long PATIENCE_NANOS = 5_000_000_000L;

    private final Browser browser;
    private final Topics topics;
    private final Predicate<Letter.Place> redriven;
    private final long heldMillis;
    private final Ticker ticker;

    // Guarded by this.
    private final Map<Integer, Known> known = new HashMap<>();

    /**
     * A letter without its event.
     *
     * @param until milliseconds since the epoch
     */
    private record Reference(long letter, long event, long until) {}

    private static final class Known {
        final List<Reference> references = new ArrayList<>();
        long next = -1;

        void forget() {
            references.clear();
            next = -1;
        }
    }

    /**
     * @param redriven whether a letter was
     * @param retention how long resolved events stay
     */
    public References(
            Browser browser, Topics topics, Predicate<Letter.Place> redriven, Duration retention, Ticker ticker) {
        this.browser = browser;
        this.topics = topics;
        this.redriven = redriven;
        this.heldMillis = 2 * retention.toMillis();
        this.ticker = ticker;
    }

    /**
     * Below which offset of which partition {@code events} may be trimmed, as far as letters are concerned that were written
     * before this call; 0 where not all of {@code dead} could be read, {@link Long#MAX_VALUE} where no letter keeps anything.
     */
    public Future<Map<Integer, Long>> lowest(Set<Integer> partitions) {
        return browser.read(tape -> {
            Map<Integer, Long> lowest = new HashMap<>();
            synchronized (this) {
                known.keySet().retainAll(partitions);
                partitions.forEach(partition -> lowest.put(partition, lowest(tape, partition)));
            }
            return lowest;
        });
    }

    private long lowest(Tape tape, int partition) {
        Tape.Extent extent = tape.extents(topics.dead(), List.of(partition)).get(partition);
        if (extent == null) {
            return 0;
        }
        Known state = known.computeIfAbsent(partition, p -> new Known());
        long now = ticker.millis();
        if (state.next > extent.end()) {
            state.forget(); // The topic was made anew.
        }
        if (state.next < 0) {
            state.next = tape.firstSince(topics.dead(), List.of(partition), now - heldMillis)
                    .getOrDefault(partition, extent.end());
        }
        state.references.removeIf(each -> each.letter() < extent.start()
                || each.until() < now
                || redriven.test(new Letter.Place(partition, each.letter())));
        readOn(tape, partition, state, extent);
        long lowest = state.next < extent.end() ? 0 : Long.MAX_VALUE;
        for (Reference each : state.references) {
            lowest = Math.min(lowest, each.event());
        }
        return lowest;
    }

    private void readOn(Tape tape, int partition, Known state, Tape.Extent extent) {
        long from = Math.max(state.next, extent.start());
        if (from >= extent.end() || state.references.size() >= MOST) {
            return;
        }
        long deadline = ticker.nanos() + PATIENCE_NANOS;
        state.next = tape.read(topics.dead(), partition, from, extent.end(), deadline, record -> {
            note(record, state);
            return state.references.size() < MOST;
        });
    }

    private void note(ConsumerRecord<byte[], byte[]> record, Known state) {
        long event = LegCodec.reference(record);
        if (event >= 0 && HeaderText.text(record.headers(), LegCodec.RANGE) == null) {
            state.references.add(new Reference(record.offset(), event, record.timestamp() + heldMillis));
        }
    }
}
