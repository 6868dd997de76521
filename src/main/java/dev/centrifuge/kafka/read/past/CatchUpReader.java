package dev.centrifuge.kafka.read.past;

import dev.centrifuge.fault.Failpoint;
import dev.centrifuge.flow.lane.Lane;
import dev.centrifuge.flow.lane.Lanes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads for one sweep of each lane: a second and third position in the same partitions, and for the delay topics too. It has
 * those partitions assigned whose sweep runs or may soon go on; where it rests, the partition is paused.
 *
 * <p>Belongs to the log thread.
 */
public final class CatchUpReader implements AutoCloseable {
    private static final Duration CLOSE = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> consumer;
    private final Lanes lanes;
    private final int slot;
    private final RecordEntry entry;
    private final Realigner realigner;
    private final Map<Lane, Place> places = new HashMap<>();
    private final Map<TopicPartition, Place> byPartition = new HashMap<>();

    public CatchUpReader(
            Consumer<byte[], byte[]> consumer, Lanes lanes, int slot, RecordEntry entry, Realigner realigner) {
        this.consumer = consumer;
        this.lanes = lanes;
        this.slot = slot;
        this.entry = entry;
        this.realigner = realigner;
    }

    /** Goes where the sweeps are; whether any is running. */
    public boolean follow() {
        boolean running = false;
        if (places.entrySet().removeIf(entry -> over(entry.getKey(), entry.getValue()))) {
            assign();
        }
        boolean moved = false;
        for (Lane lane : lanes.all()) {
            if (lane.sweeps().get(slot).running()) {
                running = true;
                moved |= places.putIfAbsent(lane, place(lane)) == null;
            }
        }
        if (moved) {
            assign();
        }
        return running;
    }

    /**
     * Whether nothing is left to read there for now, or the partition is not ours any more, or what is at hand, here and in
     * the consumer, is of a log that was cut since.
     */
    private boolean over(Lane lane, Place place) {
        return lanes.get(lane.topic(), lane.partition()) != lane
                || lane.cuts() != place.cuts()
                || (lane.detached() == 0 && !lane.sweeps().get(slot).running());
    }

    private Place place(Lane lane) {
        return new Place(
                new TopicPartition(lane.topic(), lane.partition()),
                lane.sweeps().get(slot),
                lane.cuts());
    }

    private void assign() {
        byPartition.clear();
        places.values().forEach(place -> byPartition.put(place.partition(), place));
        consumer.assign(byPartition.keySet());
    }

    /** After {@link #follow} has said that there is something to read. */
    public void poll(Duration patience) {
        try {
            boolean served = false;
            for (Place place : places.values()) {
                served |= serve(place);
            }
            fetch(served ? Duration.ZERO : patience);
        } catch (OffsetOutOfRangeException e) {
            realigner.realign(consumer, e);
            e.offsetOutOfRangePartitions().keySet().forEach(this::lose);
        }
    }

    private boolean serve(Place place) {
        if (place.sweep().running() && !place.aim()) {
            consumer.seek(place.partition(), place.sweep().next());
        }
        boolean served = place.serve(entry, Failpoint.SWEEPING::pass);
        if (place.paused() && place.hungry()) {
            place.paused(false);
            consumer.resume(List.of(place.partition()));
        } else if (!place.paused() && !place.hungry()) {
            place.paused(true);
            consumer.pause(List.of(place.partition()));
        }
        return served;
    }

    private void fetch(Duration patience) {
        ConsumerRecords<byte[], byte[]> polled = consumer.poll(patience);
        for (TopicPartition partition : polled.partitions()) {
            Place place = byPartition.get(partition);
            if (place != null) {
                place.fetched(polled.records(partition), consumer.position(partition));
                place.serve(entry, Failpoint.SWEEPING::pass);
            }
        }
        // Where a transaction's marks are all there was, a position moves without a record.
        for (Place place : places.values()) {
            if (place.hungry()) {
                place.stands(consumer.position(place.partition()));
            }
        }
    }

    private void lose(TopicPartition partition) {
        Place place = byPartition.get(partition);
        if (place != null) {
            place.lose();
        }
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CLOSE));
    }
}
