package dev.centrifuge.flow.lane;

import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import dev.centrifuge.flow.Budget;
import dev.centrifuge.flow.Delay;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.dedupe.SeenIds;
import dev.centrifuge.flow.handover.Copy;
import dev.centrifuge.flow.handover.Entry;
import dev.centrifuge.flow.handover.LegRouter;
import dev.centrifuge.flow.handover.Screened;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.LongStream;

/**
 * One partition of a log in memory and one of a delay topic, the lanes that read them, and a committed state that survives
 * them. The test decides when the readers, the sweeps, the destinations and the checkpoints move.
 */
final class LaneWorld implements LegRouter {
    final List<Event> log = new ArrayList<>();
    final List<Leg> delayLog = new ArrayList<>();
    final Map<String, List<String>> routes = new HashMap<>();
    final Set<String> absent = new HashSet<>();

    /** What its destination's filter says of an event; each time that it is asked is remembered. */
    BiFunction<Event, String, Screened> filter = (event, destination) -> Screened.WANTED;

    final List<String> screened = new ArrayList<>();
    final List<Leg> inMemory = new ArrayList<>();
    final List<Copy> copied = new ArrayList<>();
    private final List<Leg> fences = new ArrayList<>();

    /** Handed over once more, since their end is on record. */
    final List<Leg> recorded = new ArrayList<>();

    /** Whether fences stay under way until {@link #passFences}. */
    boolean slow;

    /** The value of records that no gateway wrote. */
    byte[] poison = new byte[0];

    final long memory;
    final long window;

    /** Whose legs were given up that were not handed over, and why. */
    final List<String> died = new ArrayList<>();

    /** How many duplicates the main reader has come by. */
    int suppressed;

    long millis = 1_000_000;
    long ttl = Long.MAX_VALUE / 2;
    long mainRead;
    long delayRead;
    Lanes lanes;
    Lane lane;
    Lane delayed;
    private int epoch;
    private final CommittedLanes committed = new CommittedLanes();

    /** Whether a lane's progress, cursors and counts are one write, as they are in life, and not one after the other. */
    boolean whole;

    /** Whether counts are forgotten where they should be committed. */
    boolean forgetful;

    LaneWorld(long memory) {
        this(memory, 0);
    }

    /** @param window of de-duplication, in milliseconds */
    LaneWorld(long memory, long window) {
        this.memory = memory;
        this.window = window;
        restart();
    }

    /** Events of three users in turn. */
    void append(int events, String source) {
        for (int i = 0; i < events; i++) {
            append(source, "u" + i % 3);
        }
    }

    static List<Long> range(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    /** Everything that is not committed is forgotten. */
    void restart() {
        inMemory.clear();
        fences.clear();
        lanes = new Lanes(new Budget(memory), this, new SeenIds(window, 4 << 20, epoch));
        lanes.at(0, millis);
        epoch++;
        lane = own("events", null);
        mainRead = lane.mark();
        for (int offset = 0; offset < mainRead; offset++) {
            Event event = log.get(offset);
            if (event != null) {
                lane.recall(event, offset, millis, millis);
            }
        }
        delayed = own("delay", Delay.SHORT);
        delayRead = delayed.mark();
    }

    private Lane own(String topic, Delay delay) {
        CommittedLanes.State state = committed.state(delay);
        return lanes.own(
                topic,
                0,
                epoch,
                delay,
                state.progress(),
                Map.copyOf(state.cursors),
                Map.copyOf(state.suppressed),
                state.rows());
    }

    /** A client sends an event once more. */
    void appendAgain(Event event) {
        log.add(event);
    }

    void append(String source, String user) {
        int offset = log.size();
        Envelope envelope = new Envelope(source, "m" + offset, "track", millis, null, null);
        log.add(new Event(envelope, (source + ":" + user).getBytes(StandardCharsets.UTF_8), new byte[100]));
    }

    /** What is under way comes to the loops. */
    void passFences() {
        List<Leg> arrived = List.copyOf(fences);
        fences.clear();
        arrived.forEach(lanes.ends()::returned);
    }

    private void step() {
        if (!slow) {
            passFences();
        }
    }

    /** The main reader takes up to {@code records}. */
    void read(int records) {
        step();
        for (int i = 0; i < records && mainRead < log.size(); i++) {
            lanes.take(lane, entry(mainRead++));
        }
    }

    /** The delay reader takes up to {@code records}: what is copied is due. */
    void readDelayed(int records) {
        step();
        for (int i = 0; i < records && delayRead < delayLog.size(); i++) {
            lanes.take(delayed, delayedEntry(delayRead++));
        }
    }

    private Entry entry(long offset) {
        Event event = log.get((int) offset);
        return event == null ? LoggedEntry.poison(offset, millis, poison) : LoggedEntry.of(offset, millis, event);
    }

    private Entry delayedEntry(long offset) {
        return LoggedEntry.of(offset, millis, delayLog.get((int) offset));
    }

    /** A record that no gateway wrote. */
    void appendPoison() {
        log.add(null);
    }

    /** The sweeps go where they want to and take up to {@code records} each. */
    void sweep(int records) {
        step();
        lanes.plan();
        for (Sweep sweep : lane.sweeps()) {
            for (int i = 0; i < records && sweep.running() && sweep.next() < log.size(); i++) {
                sweep.take(entry(sweep.next()));
            }
        }
        for (Sweep sweep : delayed.sweeps()) {
            for (int i = 0; i < records && sweep.running() && sweep.next() < delayLog.size(); i++) {
                sweep.take(delayedEntry(sweep.next()));
            }
        }
    }

    /** Until nothing moves any more; legs in memory stay there. */
    void settle() {
        long before = -1;
        while (before != progressed()) {
            before = progressed();
            read(1_000);
            readDelayed(1_000);
            sweep(10_000);
        }
    }

    private long progressed() {
        return mainRead
                + delayRead
                + lanes.scanned()
                + lanes.caughtUp()
                + (lane.detached() + delayed.detached()) * 1_000_000L;
    }

    Checkpoint begin() {
        return lanes.begin(Long.MAX_VALUE);
    }

    /** What is begun becomes the state that a restart finds. */
    void commit(Checkpoint checkpoint) {
        persist(checkpoint);
        lanes.committed(checkpoint);
    }

    /** It is committed, and nobody is left to hear of it. */
    void persist(Checkpoint checkpoint) {
        persist(checkpoint, Integer.MAX_VALUE);
    }

    /**
     * The process dies after so many of its writes: they are made one after the other, in the order of the steps.
     *
     * @return how many copies were written
     */
    int persist(Checkpoint checkpoint, int writes) {
        List<Runnable> steps = new ArrayList<>();
        checkpoint.copies().forEach(copy -> steps.add(() -> write(copy)));
        steps.addAll(whole ? committed.inOne(checkpoint, forgetful) : committed.oneByOne(checkpoint));
        steps.stream().limit(writes).forEach(Runnable::run);
        return Math.min(writes, checkpoint.copies().size());
    }

    private void write(Copy copy) {
        copied.add(copy);
        if (copy.to() instanceof Copy.Delayed) {
            delayLog.add(copy.leg());
        }
    }

    Leg leg(String destination) {
        return inMemory.stream()
                .filter(leg -> leg.destination().equals(destination))
                .findFirst()
                .orElseThrow();
    }

    void resolve(Leg leg) {
        inMemory.remove(leg);
        lanes.ends().resolved(leg);
    }

    void giveBack(Leg leg) {
        inMemory.remove(leg);
        lanes.ends().returned(leg);
    }

    List<Long> offsets(String destination) {
        return inMemory.stream()
                .filter(leg -> leg.destination().equals(destination))
                .map(leg -> leg.origin().offset())
                .toList();
    }

    @Override
    public List<String> destinations(Envelope envelope) {
        return routes.getOrDefault(envelope.source(), List.of());
    }

    @Override
    public List<String> routed(Envelope envelope, int legs) {
        return List.of();
    }

    @Override
    public void deduplicated(Envelope envelope) {
        suppressed++;
    }

    @Override
    public void died(Event event, String destination, String reason) {
        died.add(destination + " " + reason);
    }

    @Override
    public Screened screen(Event event, String destination) {
        screened.add(event.envelope().id() + ">" + destination);
        return filter.apply(event, destination);
    }

    @Override
    public boolean meet(String destination) {
        return !absent.contains(destination);
    }

    @Override
    public long ttlMillis(String destination) {
        return absent.contains(destination) ? Long.MAX_VALUE / 2 : ttl;
    }

    @Override
    public void deliver(Leg leg) {
        if (leg.awaited()) {
            recorded.add(leg);
        } else {
            (leg.isFence() ? fences : inMemory).add(leg);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void recall(Set<Integer> partitions, int recalled) {}
}
