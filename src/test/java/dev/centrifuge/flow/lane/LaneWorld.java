package dev.centrifuge.flow.lane;

import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import dev.centrifuge.flow.Budget;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.Trail;
import dev.centrifuge.flow.progress.Progress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One partition of a log in memory, the lanes that read it, and a committed state that survives them. The test decides when
 * the main reader, the sweeps, the destinations and the checkpoints move.
 */
final class LaneWorld implements LegRouter {
    final List<Event> log = new ArrayList<>();
    final Map<String, List<String>> routes = new HashMap<>();
    final List<Leg> inMemory = new ArrayList<>();
    final List<Copy> copied = new ArrayList<>();
    final long memory;
    long millis = 1_000_000;
    long ttl = Long.MAX_VALUE / 2;
    long mainRead;
    Lanes lanes;
    Lane lane;
    private int epoch;
    private long mark;
    private final Map<Long, byte[]> chunks = new TreeMap<>();
    private final Map<Scope, CursorState> cursors = new HashMap<>();

    LaneWorld(long memory) {
        this.memory = memory;
        restart();
    }

    /** Everything that is not committed is forgotten. */
    void restart() {
        inMemory.clear();
        lanes = new Lanes(new Budget(memory), this);
        lanes.at(0, millis);
        lane = lanes.own("events", 0, ++epoch, null, Progress.restored(mark, chunks), Map.copyOf(cursors));
        mainRead = lane.mark();
    }

    void append(String source, String user) {
        int offset = log.size();
        Envelope envelope = new Envelope(source, "m" + offset, "track", millis, null, null);
        log.add(new Event(envelope, (source + ":" + user).getBytes(StandardCharsets.UTF_8), new byte[100]));
    }

    /** The main reader takes up to {@code records}. */
    void read(int records) {
        for (int i = 0; i < records && mainRead < log.size(); i++) {
            lanes.take(lane, new At(mainRead++));
        }
    }

    /** The sweeps go where they want to and take up to {@code records} each. */
    void sweep(int records) {
        lanes.plan();
        for (Sweep sweep : lane.sweeps()) {
            for (int i = 0; i < records && sweep.running() && sweep.next() < log.size(); i++) {
                sweep.take(new At(sweep.next()));
            }
        }
    }

    /** Until nothing moves any more; legs in memory stay there. */
    void settle() {
        long before = -1;
        while (before != progressed()) {
            before = progressed();
            read(1_000);
            sweep(10_000);
        }
    }

    private long progressed() {
        return mainRead + lanes.scanned() + lanes.caughtUp() + lane.detached() * 1_000_000L;
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
        copied.addAll(checkpoint.copies());
        checkpoint.changes().values().forEach(changes -> {
            mark = changes.progress().mark();
            changes.progress().chunks().forEach((chunk, bytes) -> put(chunks, chunk, bytes));
            changes.cursors().forEach((scope, state) -> put(cursors, scope, state));
        });
    }

    private static <K, V> void put(Map<K, V> map, K key, V value) {
        if (value == null) {
            map.remove(key);
        } else {
            map.put(key, value);
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
        lanes.resolved(leg);
    }

    void giveBack(Leg leg) {
        inMemory.remove(leg);
        lanes.returned(leg);
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
    public void routed(Envelope envelope, int legs) {}

    @Override
    public long ttlMillis(String destination) {
        return ttl;
    }

    @Override
    public void deliver(Leg leg) {
        inMemory.add(leg);
    }

    @Override
    public void flush() {}

    @Override
    public void recall(Set<Integer> partitions, int recalled) {}

    private final class At implements Entry {
        private final long offset;

        At(long offset) {
            this.offset = offset;
        }

        @Override
        public long offset() {
            return offset;
        }

        @Override
        public long appendedAt() {
            return millis;
        }

        @Override
        public Event event() {
            return log.get((int) offset);
        }

        @Override
        public String destination() {
            return null;
        }

        @Override
        public Trail trail() {
            return Trail.NONE;
        }

        @Override
        public byte[] rawKey() {
            return event().key();
        }

        @Override
        public byte[] rawValue() {
            return event().body();
        }

        @Override
        public int bytes() {
            return 100;
        }
    }
}
