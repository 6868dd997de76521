package dev.centrifuge.kafka.read;

import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import dev.centrifuge.flow.Budget;
import dev.centrifuge.flow.Charge;
import dev.centrifuge.flow.Delay;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.Origin;
import dev.centrifuge.flow.Trail;
import dev.centrifuge.flow.lane.LegEnds;
import dev.centrifuge.flow.lane.LegRouter;
import dev.centrifuge.flow.lane.Readiness;
import dev.centrifuge.kafka.RecordCodec;
import dev.centrifuge.time.Ticker;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The partitions that this node reads, and what becomes of their records: a record opens its legs, a leg's end resolves
 * it, at once or by a copy that the next checkpoint commits.
 *
 * <p>Belongs to the log thread.
 */
final class Lanes implements LegEnds {
    /** The destination that holds a poison record open until it is among the dead letters; no configuration can name it. */
    private static final String NOBODY = "";

    private final Map<TopicPartition, Lane> lanes = new HashMap<>();
    private final Copies copies = new Copies();
    private final RecordCodec records = new RecordCodec();
    private final Budget budget;
    private final LegRouter router;
    private final LegCodec codec;
    private final Ticker ticker;
    private final ReaderListener listener;

    Lanes(Budget budget, LegRouter router, LegCodec codec, Ticker ticker, ReaderListener listener) {
        this.budget = budget;
        this.router = router;
        this.codec = codec;
        this.ticker = ticker;
        this.listener = listener;
    }

    void add(Lane lane) {
        lanes.put(lane.partition, lane);
    }

    void remove(Lane lane) {
        lanes.remove(lane.partition);
        copies.removeIf(copy -> copy.leg().origin().epoch() == lane.epoch && of(copy.leg(), lane), budget::release);
    }

    private static boolean of(Leg leg, Lane lane) {
        return leg.origin().partition() == lane.partition.partition()
                && leg.origin().topic().equals(lane.partition.topic());
    }

    @Nullable
    Lane get(TopicPartition partition) {
        return lanes.get(partition);
    }

    Collection<Lane> all() {
        return lanes.values();
    }

    Copies copies() {
        return copies;
    }

    /** The lane that a leg was read from, or null where it has gone to another owner since. */
    @Nullable
    Lane current(Leg leg) {
        Origin origin = leg.origin();
        Lane lane = lanes.get(new TopicPartition(origin.topic(), origin.partition()));
        return lane != null && lane.epoch == origin.epoch() ? lane : null;
    }

    /** Opens the legs of a record and hands them over. */
    void take(Lane lane, ConsumerRecord<byte[], byte[]> record) {
        boolean reread = record.offset() < lane.rereadBelow;
        lane.ages.read(record.offset(), record.timestamp());
        Event event = records.decode(record);
        String delayedFor = lane.delay == null ? NOBODY : LegCodec.destination(record.headers());
        if (event == null || delayedFor == null) {
            takePoison(lane, record, reread);
            return;
        }
        List<String> destinations = reread ? stillOpen(lane, record.offset()) : open(lane, record, event, delayedFor);
        if (!destinations.isEmpty()) {
            Trail trail = lane.delay == null ? Trail.NONE : LegCodec.trail(record.headers(), ticker.millis());
            handOver(lane, record.offset(), event, destinations, trail);
        }
    }

    private static List<String> stillOpen(Lane lane, long offset) {
        List<String> open = new ArrayList<>();
        lane.progress.forEachOpen(offset, open::add);
        return open;
    }

    private List<String> open(Lane lane, ConsumerRecord<byte[], byte[]> record, Event event, String delayedFor) {
        List<String> destinations = lane.delay == null ? router.destinations(event.envelope()) : List.of(delayedFor);
        lane.progress.advance(record.offset());
        for (String destination : destinations) {
            lane.progress.open(record.offset(), destination);
        }
        return destinations;
    }

    private void handOver(Lane lane, long offset, Event event, List<String> destinations, Trail trail) {
        Origin origin = new Origin(lane.partition.topic(), lane.partition.partition(), offset, lane.epoch);
        Charge charge = new Charge(event.weight());
        for (String destination : destinations) {
            Leg leg = new Leg(origin, event, destination, charge, trail, 0);
            budget.charge(leg, ticker.nanos());
            lane.inMemory++;
            if (budget.overShare(destination) && budget.someoneHungry(ticker.nanos())) {
                put(leg, Delay.SHORT);
            } else {
                router.deliver(leg);
            }
        }
    }

    private void takePoison(Lane lane, ConsumerRecord<byte[], byte[]> record, boolean reread) {
        if (!reread) {
            lane.progress.advance(record.offset());
            lane.progress.open(record.offset(), NOBODY);
        } else if (!lane.progress.isOpen(record.offset(), NOBODY)) {
            return;
        }
        listener.poison(record.topic());
        byte[] body = record.value() == null ? new byte[0] : record.value();
        byte[] key = record.key() == null ? new byte[0] : record.key();
        Envelope envelope = new Envelope(NOBODY, "", "poison", record.timestamp(), null, null);
        Origin origin = new Origin(record.topic(), record.partition(), record.offset(), lane.epoch);
        Event event = new Event(envelope, key, body);
        Leg leg = new Leg(origin, event, NOBODY, new Charge(event.weight()), Trail.NONE, 0);
        budget.charge(leg, ticker.nanos());
        lane.inMemory++;
        dead(leg, "poison");
    }

    @Override
    public void resolved(Leg leg) {
        Lane lane = end(leg);
        if (lane != null) {
            lane.progress.resolve(leg.origin().offset(), leg.destination());
        }
        budget.release(leg);
    }

    @Override
    public void returned(Leg leg) {
        end(leg);
        budget.release(leg);
    }

    @Override
    public void put(Leg leg, Delay delay) {
        copy(leg, codec.delayed(leg, delay));
    }

    @Override
    public void dead(Leg leg, String reason) {
        copy(leg, codec.dead(leg, reason, ticker.millis()));
    }

    @Override
    public void readiness(String destination, Readiness readiness, int round) {}

    @Override
    public void behind(String destination, String source) {}

    @Override
    public void blocked(Leg leg, int round) {}

    @Override
    public void unblocked(Leg leg) {}

    private void copy(Leg leg, Copy copy) {
        if (end(leg) == null) {
            budget.release(leg);
        } else {
            copies.add(copy);
        }
    }

    private @Nullable Lane end(Leg leg) {
        Lane lane = current(leg);
        if (lane != null) {
            lane.inMemory--;
        }
        return lane;
    }

    /** Whether dispatch still has legs of these partitions. */
    boolean inMemory(Set<Integer> partitions) {
        return lanes.values().stream()
                .anyMatch(lane -> lane.inMemory > 0 && partitions.contains(lane.partition.partition()));
    }

    Budget budget() {
        return budget;
    }
}
