package dev.centrifuge.kafka.read;

import dev.centrifuge.flow.Budget;
import dev.centrifuge.flow.lane.Lane;
import dev.centrifuge.flow.lane.Lanes;
import dev.centrifuge.kafka.read.past.CatchUpReader;
import dev.centrifuge.kafka.read.past.Realigner;
import dev.centrifuge.kafka.read.past.RecallReader;
import dev.centrifuge.kafka.read.past.RecordEntry;
import dev.centrifuge.kafka.state.Books;
import dev.centrifuge.time.Ticker;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/**
 * The consumers behind the lanes: the main reader's, those of the delay topics and of the sweeps, and when each is polled.
 *
 * <p>Belongs to the log thread.
 */
final class Readers implements AutoCloseable {
    private static final long DELAY_POLL_NANOS = 100_000_000L;
    private static final long PLAN_NANOS = 2_000_000L;
    private static final long SHOW_NANOS = 5_000_000_000L;
    /** With tens of thousands of cursors planning takes milliseconds: it may have a twentieth of this thread. */
    private static final long PLAN_SHARE = 19;

    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final Duration CLOSE = Duration.ofSeconds(3);

    private final ReaderSettings settings;
    private final Lanes lanes;
    private final Ticker ticker;
    private final ReaderListener listener;
    private final Consumer<byte[], byte[]> main;
    private final RecordEntry entry;
    private final DelayReader delays;
    private final List<CatchUpReader> catchUps;
    private final RecallReader recall;
    private final Realigner realigner;
    private final Epochs epochs;
    private final Ownership ownership;
    private final Map<TopicPartition, OffsetAndMetadata> unshown = new HashMap<>();
    private boolean paused;
    private long nextDelayPoll;
    private long nextPlan;
    private long nextShow;

    Readers(
            ReaderSettings settings,
            Lanes lanes,
            Books books,
            Epochs epochs,
            Ticker ticker,
            ReaderListener listener,
            Ownership.Handover handover) {
        this.settings = settings;
        this.lanes = lanes;
        this.ticker = ticker;
        this.listener = listener;
        this.main = settings.mainConsumer();
        this.entry = new RecordEntry(ticker);
        this.epochs = epochs;
        this.realigner = new Realigner(lanes, listener);
        this.delays = new DelayReader(settings.delayConsumer(), lanes, entry, ticker, realigner, epochs);
        this.catchUps = IntStream.range(0, Lane.SWEEPS)
                .mapToObj(slot -> new CatchUpReader(settings.catchUpConsumer(slot), lanes, slot, entry, realigner))
                .toList();
        this.recall = new RecallReader(settings::recallConsumer, lanes, entry, ticker);
        this.ownership =
                new Ownership(settings, lanes, books, listener, handover, main, delays, recall, epochs, this::paused);
        realigner.tell(delays::moved);
        realigner.tell(this::moved);
        this.nextDelayPoll = ticker.nanos();
        this.nextPlan = ticker.nanos();
        this.nextShow = ticker.nanos() + SHOW_NANOS;
    }

    Ownership ownership() {
        return ownership;
    }

    /** Stops reading while the budget is exhausted, with hysteresis; goes on polling, which is what keeps membership. */
    void throttle() {
        Budget budget = lanes.budget();
        if (!paused && budget.exhausted()) {
            pause();
        } else if (paused && budget.relaxed()) {
            paused = false;
            Set<TopicPartition> assigned = new HashSet<>(main.assignment());
            assigned.removeAll(recall.waiting());
            main.resume(assigned);
        }
    }

    void pause() {
        paused = true;
        main.pause(main.assignment());
    }

    /** Reads for at most {@code patience} and hands over what came. */
    void poll(Duration patience) {
        ownership.ownWhatIsAssigned();
        List<CatchUpReader> sweeping =
                catchUps.stream().filter(CatchUpReader::follow).toList();
        boolean idle = sweeping.isEmpty() && recall.waiting().isEmpty();
        boolean read = pollMain(idle ? patience : Duration.ZERO);
        for (CatchUpReader each : sweeping) {
            each.poll(read ? Duration.ZERO : MOMENT);
        }
        if (!paused && ticker.nanos() - nextDelayPoll >= 0) {
            nextDelayPoll = ticker.nanos() + DELAY_POLL_NANOS;
            delays.poll();
        }
        long now = ticker.nanos();
        if (now - nextPlan >= 0) {
            lanes.plan();
            long end = ticker.nanos();
            nextPlan = end + Math.max(PLAN_NANOS, PLAN_SHARE * (end - now));
        }
        Set<TopicPartition> known = recall.poll();
        if (!paused) {
            main.resume(known);
        }
    }

    private boolean pollMain(Duration patience) {
        try {
            ConsumerRecords<byte[], byte[]> polled = main.poll(patience);
            for (TopicPartition partition : polled.partitions()) {
                Lane lane = lanes.get(partition.topic(), partition.partition());
                if (lane != null) {
                    epochs.proven(lane, main, polled.records(partition)).forEach(record -> take(lane, record));
                }
            }
            return !polled.isEmpty();
        } catch (OffsetOutOfRangeException e) {
            realigner.realign(main, e);
            return true;
        }
    }

    private void moved(TopicPartition partition, Lane lane) {
        epochs.moved(lane);
        if (lane.delay() == null) {
            main.seek(partition, lane.mark());
        }
    }

    private void take(Lane lane, ConsumerRecord<byte[], byte[]> record) {
        lanes.take(lane, entry.of(record));
        epochs.read(lane, record);
        if (entry.event() == null) {
            listener.poison(record.topic());
        }
    }

    /**
     * Commits offsets for any Kafka tool to see, where no transaction has done so. Nothing depends on them, so nobody waits,
     * and they are written once in five seconds: with each checkpoint they were nearly half of what it wrote.
     */
    void show(Map<TopicPartition, OffsetAndMetadata> offsets) {
        unshown.putAll(offsets);
        if (ticker.nanos() - nextShow >= 0) {
            showNow();
        }
    }

    private void showNow() {
        nextShow = ticker.nanos() + SHOW_NANOS;
        if (!settings.group() && !unshown.isEmpty()) {
            main.commitAsync(Map.copyOf(unshown), (done, failure) -> {});
        }
        unshown.clear();
    }

    /** Records of a lane that were not read yet, as far as the last fetch told. */
    long lag(Lane lane) {
        Consumer<byte[], byte[]> consumer = lane.delay() == null ? main : delays.consumer();
        TopicPartition partition = new TopicPartition(lane.topic(), lane.partition());
        return delays.waiting(lane) + consumer.currentLag(partition).orElse(0);
    }

    boolean paused() {
        return paused;
    }

    @Override
    public void close() {
        showNow();
        main.close(CloseOptions.timeout(CLOSE));
        delays.close();
        catchUps.forEach(CatchUpReader::close);
        recall.close();
        ownership.close();
    }
}
