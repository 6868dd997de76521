package dev.centrifuge.kafka.read;

import dev.centrifuge.flow.Delay;
import dev.centrifuge.flow.count.Row;
import dev.centrifuge.flow.handover.CursorState;
import dev.centrifuge.flow.handover.Scope;
import dev.centrifuge.flow.lane.Lane;
import dev.centrifuge.flow.lane.Lanes;
import dev.centrifuge.flow.progress.Progress;
import dev.centrifuge.kafka.read.past.Bounds;
import dev.centrifuge.kafka.read.past.RecallReader;
import dev.centrifuge.kafka.state.Books;
import dev.centrifuge.kafka.state.StateCodec;
import dev.centrifuge.kafka.state.StateLoader;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Which partitions this node has, in which assignment, and how it takes them over. Only {@code events} is subscribed to;
 * whoever owns {@code events-i} assigns itself the delay topics' partition i, since assignors do not keep topics aligned.
 *
 * <p>Belongs to the log thread.
 */
final class Ownership implements AutoCloseable {
    private final ReaderSettings settings;
    private final Lanes lanes;
    private final Books books;
    private final ReaderListener listener;
    private final Handover handover;
    private final Consumer<byte[], byte[]> main;
    private final DelayReader delays;
    private final RecallReader recall;
    private final Epochs epochs;
    private final BooleanSupplier paused;
    private final Consumer<byte[], byte[]> stateUncommitted;
    private final Consumer<byte[], byte[]> stateCommitted;
    private final StateLoader loader;
    private final Set<Integer> unowned = new HashSet<>();
    private @Nullable ConsumerGroupMetadata group;
    private int epoch;

    /** Called while partitions are being revoked: ends or gives back their legs, and commits if there is a group. */
    interface Handover {
        void release(Set<Integer> going, int epoch, @Nullable ConsumerGroupMetadata group);
    }

    /**
     * @param main the main reader's consumer, which joins
     * @param paused whether the main reader is not to read now: then new partitions are paused, too
     */
    Ownership(
            ReaderSettings settings,
            Lanes lanes,
            Books books,
            ReaderListener listener,
            Handover handover,
            Consumer<byte[], byte[]> main,
            DelayReader delays,
            RecallReader recall,
            Epochs epochs,
            BooleanSupplier paused) {
        this.settings = settings;
        this.lanes = lanes;
        this.books = books;
        this.listener = listener;
        this.handover = handover;
        this.main = main;
        this.delays = delays;
        this.recall = recall;
        this.epochs = epochs;
        this.paused = paused;
        this.stateUncommitted = settings.stateConsumer(false);
        this.stateCommitted = settings.stateConsumer(true);
        this.loader = new StateLoader(settings.topics().state(), stateUncommitted, stateCommitted, !settings.group());
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
        Map<TopicPartition, Lane> taken = new HashMap<>();
        for (TopicPartition partition : mine) {
            Lane lane = lane(bounds, partition, restored, null);
            main.seek(partition, epochs.from(lane, bounds.start(partition)));
            taken.put(partition, lane);
        }
        recall.add(taken, bounds);
        taken.keySet().retainAll(recall.waiting());
        main.pause(taken.keySet());
        for (Delay delay : Delay.values()) {
            ownDelayed(delay, partitions, restored);
        }
    }

    private void ownDelayed(Delay delay, Collection<Integer> partitions, Map<Integer, StateCodec.Restorer> restored) {
        String topic = settings.topics().retry(delay);
        List<TopicPartition> mine =
                partitions.stream().map(i -> new TopicPartition(topic, i)).toList();
        Bounds bounds = Bounds.of(delays.consumer(), mine);
        mine.forEach(partition -> delays.add(lane(bounds, partition, restored, delay), bounds.start(partition)));
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
        Map<Long, byte[]> suppressed = restorer == null ? Map.of() : restorer.suppressed(partition.topic());
        List<Row> counts = restorer == null ? List.of() : restorer.counts(partition.topic());
        Lane lane = lanes.own(
                partition.topic(), partition.partition(), epoch, delay, progress, cursors, suppressed, counts);
        books.open(lane, restorer);
        if (restorer != null && committed != null) {
            epochs.own(lane, restorer.epoch(partition.topic()));
            long lost = bounds.fit(partition, lane, delay != null);
            if (lost > 0) {
                listener.lost(partition.topic(), partition.partition(), lost);
            }
        }
        return lane;
    }

    private void disown(Collection<Integer> partitions) {
        List<Lane> gone = lanes.all().stream()
                .filter(lane -> partitions.contains(lane.partition()))
                .toList();
        gone.forEach(lanes::disown);
        gone.forEach(books::close);
        gone.forEach(epochs::forget);
        delays.remove(gone);
        recall.remove(gone);
    }

    /** The partitions that this node has. */
    Set<Integer> partitions() {
        return lanes.all().stream().map(Lane::partition).collect(Collectors.toSet());
    }

    /** The newest assignment's. */
    int epoch() {
        return epoch;
    }

    /** Kafka tells of an assignment once, and reads on from it: what was not recovered then would be read by nobody. */
    void ownWhatIsAssigned() {
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
            if (paused.getAsBoolean()) {
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

    @Override
    public void close() {
        stateUncommitted.close();
        stateCommitted.close();
    }
}
