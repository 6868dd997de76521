package dev.centrifuge.kafka.read;

import dev.centrifuge.flow.Budget;
import dev.centrifuge.flow.Delay;
import dev.centrifuge.flow.lane.CursorState;
import dev.centrifuge.flow.lane.Lane;
import dev.centrifuge.flow.lane.Lanes;
import dev.centrifuge.flow.lane.Scope;
import dev.centrifuge.flow.progress.Progress;
import dev.centrifuge.kafka.commit.StateCodec;
import dev.centrifuge.kafka.commit.StateLoader;
import dev.centrifuge.time.Ticker;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The consumers behind the lanes, and which partitions this node has. Only {@code events} is subscribed to; whoever owns
 * {@code events-i} assigns itself the delay topics' partition i, since assignors do not keep topics aligned.
 *
 * <p>Belongs to the log thread.
 */
final class Readers implements AutoCloseable {
    private static final long DELAY_POLL_NANOS = 100_000_000L;
    private static final long PLAN_NANOS = 2_000_000L;
    /** With tens of thousands of cursors planning takes milliseconds: it may have a twentieth of this thread. */
    private static final long PLAN_SHARE = 19;

    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final Duration CLOSE = Duration.ofSeconds(3);

    private final ReaderSettings settings;
    private final Lanes lanes;
    private final Ticker ticker;
    private final ReaderListener listener;
    private final Handover handover;
    private final Consumer<byte[], byte[]> main;
    private final RecordEntry entry;
    private final DelayReader delays;
    private final List<CatchUpReader> catchUps;
    private final Consumer<byte[], byte[]> stateUncommitted;
    private final Consumer<byte[], byte[]> stateCommitted;
    private final StateLoader loader;
    private final Set<Integer> unowned = new HashSet<>();
    private @Nullable ConsumerGroupMetadata group;
    private boolean paused;
    private int epoch;
    private long nextDelayPoll;
    private long nextPlan;

    /** Called while partitions are being revoked: ends or gives back their legs, and commits if there is a group. */
    interface Handover {
        void release(Set<Integer> going, int epoch, @Nullable ConsumerGroupMetadata group);
    }

    Readers(ReaderSettings settings, Lanes lanes, Ticker ticker, ReaderListener listener, Handover handover) {
        this.settings = settings;
        this.lanes = lanes;
        this.ticker = ticker;
        this.listener = listener;
        this.handover = handover;
        this.main = settings.mainConsumer();
        this.entry = new RecordEntry(ticker);
        this.delays = new DelayReader(settings.delayConsumer(), lanes, entry, ticker, listener);
        this.catchUps = IntStream.range(0, Lane.SWEEPS)
                .mapToObj(slot -> new CatchUpReader(settings.catchUpConsumer(slot), lanes, slot, entry, listener))
                .toList();
        this.stateUncommitted = settings.stateConsumer(false);
        this.stateCommitted = settings.stateConsumer(true);
        this.loader = new StateLoader(settings.topics().state(), stateUncommitted, stateCommitted);
        this.nextDelayPoll = ticker.nanos();
        this.nextPlan = ticker.nanos();
    }

    /** As the only reader: takes every partition. In a group: subscribes, and takes what it is given. */
    void join() {
        if (settings.group()) {
            main.subscribe(List.of(settings.topics().events()), new Rebalances());
            return;
        }
        List<Integer> all = IntStream.range(0, settings.partitions()).boxed().toList();
        main.assign(all.stream().map(this::events).toList());
        own(all);
        group = main.groupMetadata();
    }

    /** Whether the partitions are known and recovered; the fence for checkpoints is known from then on. */
    boolean joined() {
        return group != null;
    }

    @Nullable
    ConsumerGroupMetadata group() {
        return group;
    }

    private TopicPartition events(int partition) {
        return new TopicPartition(settings.topics().events(), partition);
    }

    /** All of them or none: what is assigned and could not be recovered is tried again by the next poll. */
    private void own(Collection<Integer> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        try {
            recover(partitions);
        } catch (KafkaException e) {
            disown(partitions);
            throw e;
        }
    }

    private void recover(Collection<Integer> partitions) {
        epoch++;
        Map<Integer, StateCodec.Restorer> restored = loader.load(partitions);
        List<TopicPartition> mine = partitions.stream().map(this::events).toList();
        Bounds bounds = Bounds.of(main, mine);
        for (TopicPartition partition : mine) {
            Lane lane = lane(bounds, partition, restored, null);
            main.seek(partition, lane.mark());
        }
        for (Delay delay : Delay.values()) {
            ownDelayed(delay, partitions, restored);
        }
    }

    private void ownDelayed(Delay delay, Collection<Integer> partitions, Map<Integer, StateCodec.Restorer> restored) {
        String topic = settings.topics().retry(delay);
        List<TopicPartition> mine =
                partitions.stream().map(i -> new TopicPartition(topic, i)).toList();
        Bounds bounds = Bounds.of(delays.consumer(), mine);
        mine.forEach(partition -> delays.add(lane(bounds, partition, restored, delay)));
    }

    /** The lane as it was committed, fitted to what the log still has; from the log's start where it was never read. */
    private Lane lane(
            Bounds bounds,
            TopicPartition partition,
            Map<Integer, StateCodec.Restorer> restored,
            @Nullable Delay delay) {
        StateCodec.Restorer restorer = restored.get(partition.partition());
        Progress committed = restorer == null ? null : restorer.progress(partition.topic());
        Progress progress = committed == null ? new Progress(bounds.start(partition)) : committed;
        Map<Scope, CursorState> cursors = restorer == null ? Map.of() : restorer.cursors(partition.topic());
        Lane lane = lanes.own(partition.topic(), partition.partition(), epoch, delay, progress, cursors);
        if (committed != null) {
            alarm(partition, bounds.fit(partition, lane, delay != null));
        }
        return lane;
    }

    private void alarm(TopicPartition partition, long lost) {
        if (lost > 0) {
            listener.lost(partition.topic(), partition.partition(), lost);
        }
    }

    private void disown(Collection<Integer> partitions) {
        List<Lane> gone = lanes.all().stream()
                .filter(lane -> partitions.contains(lane.partition()))
                .toList();
        gone.forEach(lanes::disown);
        delays.remove(gone);
    }

    /** Stops reading while the budget is exhausted, with hysteresis; goes on polling, which is what keeps membership. */
    void throttle() {
        Budget budget = lanes.budget();
        if (!paused && budget.exhausted()) {
            pause();
        } else if (paused && budget.relaxed()) {
            paused = false;
            main.resume(main.assignment());
        }
    }

    void pause() {
        paused = true;
        main.pause(main.assignment());
    }

    /** Reads for at most {@code patience} and hands over what came. */
    void poll(Duration patience) {
        ownWhatIsAssigned();
        List<CatchUpReader> sweeping =
                catchUps.stream().filter(CatchUpReader::follow).toList();
        boolean read = pollMain(sweeping.isEmpty() ? patience : Duration.ZERO);
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
    }

    private boolean pollMain(Duration patience) {
        try {
            ConsumerRecords<byte[], byte[]> polled = main.poll(patience);
            for (TopicPartition partition : polled.partitions()) {
                Lane lane = lanes.get(partition.topic(), partition.partition());
                if (lane != null) {
                    polled.records(partition).forEach(record -> take(lane, record));
                }
            }
            return !polled.isEmpty();
        } catch (OffsetOutOfRangeException e) {
            e.offsetOutOfRangePartitions().keySet().forEach(this::realign);
            return true;
        }
    }

    private void take(Lane lane, ConsumerRecord<byte[], byte[]> record) {
        lanes.take(lane, entry.of(record));
        if (entry.event() == null) {
            listener.poison(record.topic());
        }
    }

    /** The log does not have what was asked for: goes on with what there is, and raises the alarm. */
    private void realign(TopicPartition partition) {
        Lane lane = lanes.get(partition.topic(), partition.partition());
        if (lane != null) {
            alarm(partition, Bounds.of(main, Set.of(partition)).fit(partition, lane, false));
            main.seek(partition, lane.mark());
        }
    }

    /** The partitions that this node has. */
    Set<Integer> partitions() {
        return lanes.all().stream().map(Lane::partition).collect(Collectors.toSet());
    }

    /** The newest assignment's. */
    int epoch() {
        return epoch;
    }

    /**
     * Commits offsets for any Kafka tool to see, where no transaction has done so. Nothing depends on them, so nobody waits.
     */
    void show(Map<TopicPartition, OffsetAndMetadata> offsets) {
        if (!settings.group() && !offsets.isEmpty()) {
            main.commitAsync(offsets, (done, failure) -> {});
        }
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
        main.close(CloseOptions.timeout(CLOSE));
        delays.close();
        catchUps.forEach(CatchUpReader::close);
        stateUncommitted.close();
        stateCommitted.close();
    }

    /** Kafka tells of an assignment once, and reads on from it: what was not recovered then would be read by nobody. */
    private void ownWhatIsAssigned() {
        if (!unowned.isEmpty()) {
            own(Set.copyOf(unowned));
            unowned.clear();
            group = member();
        }
    }

    private @Nullable ConsumerGroupMetadata member() {
        ConsumerGroupMetadata now = main.groupMetadata();
        return now.generationId() < 0 || now.memberId().isEmpty() ? null : now;
    }

    /** Called inside {@code main.poll}, on the log thread. */
    private final class Rebalances implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> added) {
            if (paused) {
                main.pause(main.assignment());
            }
            unowned.addAll(numbers(added));
            ownWhatIsAssigned();
            group = member();
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            if (!revoked.isEmpty()) {
                // A new generation has begun, and a commit in the name of the former would be refused.
                group = member();
                handover.release(numbers(revoked), epoch, group);
                forget(numbers(revoked));
            }
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> lost) {
            group = null;
            handover.release(numbers(lost), epoch, null);
            forget(numbers(lost));
        }

        private void forget(Set<Integer> gone) {
            unowned.removeAll(gone);
            disown(gone);
        }

        private Set<Integer> numbers(Collection<TopicPartition> partitions) {
            return partitions.stream().map(TopicPartition::partition).collect(Collectors.toSet());
        }
    }
}
