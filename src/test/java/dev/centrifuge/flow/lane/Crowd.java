package dev.centrifuge.flow.lane;

import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import dev.centrifuge.flow.Budget;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.Trail;
import dev.centrifuge.flow.handover.Entry;
import dev.centrifuge.flow.handover.LegRouter;
import dev.centrifuge.flow.handover.Readiness;
import dev.centrifuge.flow.handover.Scope;
import dev.centrifuge.flow.handover.Screened;
import dev.centrifuge.flow.progress.Progress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Destinations of one partition, or several, that are down and come back, in virtual time: each takes so many times what it gets, and the log
 * thread scans only so many records a second. The log is computed: an offset's hash says whose event it is. One event
 * stands for {@link #SAMPLE}, weighs as much, and is at every so many offsets.
 */
final class Crowd implements LegRouter {
    static final int SAMPLE = 16;
    static final double PER_SECOND = 6_250;
    private static final int STEPS_A_SECOND = 100;
    private static final int BURST_STEPS = 1_000;
    private static final int TURN = 8;

    private final Map<String, Member> members = new HashMap<>();

    /** By the upper end of its part of all events, between 0 and 1. */
    private final TreeMap<Double, Member> parts = new TreeMap<>();

    private final List<Leg> fences = new ArrayList<>();
    private final byte[] body = new byte[SAMPLE * 1_000];
    private final int scansAStep;
    private final int partitions;
    final Lanes lanes;
    private double end;
    private long step;

    private static final class Member {
        final String id;
        final double legsAStep;
        final ArrayDeque<Leg> queue = new ArrayDeque<>();
        double tokens;

        Member(String id, double legsAStep) {
            this.id = id;
            this.legsAStep = legsAStep;
        }

        Leg next() {
            boolean may = tokens >= 1 && !queue.isEmpty();
            tokens -= may ? 1 : 0;
            return may ? queue.remove() : null;
        }
    }

    Crowd(double scansASecond, long memory) {
        this(scansASecond, memory, 1);
    }

    /**
     * @param scansASecond how many records the sweeps of a partition read in a second
     * @param memory for all partitions
     */
    Crowd(double scansASecond, long memory, int partitions) {
        this.partitions = partitions;
        this.scansAStep = (int) (partitions * scansASecond / STEPS_A_SECOND);
        this.lanes = new Lanes(new Budget(memory), this);
        lanes.at(0, 0);
        for (int partition = 0; partition < partitions; partition++) {
            lanes.own("events", partition, 1, null, new Progress(0), Map.of());
        }
    }

    /**
     * A destination, before the first event.
     *
     * @param part of all events
     * @param headroom how many times of what it gets it takes at most
     */
    void add(String id, double part, double headroom) {
        Member member = new Member(id, headroom * part * partitions * PER_SECOND / STEPS_A_SECOND / SAMPLE);
        members.put(id, member);
        parts.put((parts.isEmpty() ? 0 : parts.lastKey()) + part, member);
    }

    void down(String id) {
        lanes.ends().readiness(id, Readiness.CLOSED, 1);
    }

    void up(String id) {
        lanes.ends().readiness(id, Readiness.READY, 1);
    }

    double seconds() {
        return (double) step / STEPS_A_SECOND;
    }

    boolean live(String id) {
        return lanes.all().stream().allMatch(lane -> lane.cursors.get(Scope.destination(id)) == null);
    }

    void pass(double seconds) {
        for (long until = step + (long) (seconds * STEPS_A_SECOND); step < until; ) {
            step();
        }
    }

    /** Until one of them is live, or the time is over; how long that took, in seconds. */
    double untilLive(String id, double most) {
        double from = seconds();
        while (!live(id) && seconds() < from + most) {
            step();
        }
        return seconds() - from;
    }

    /** Until all of them are live, or the time is over; how long that took, in seconds. */
    double untilAllLive(double most) {
        double from = seconds();
        while (detached() > 0 && seconds() < from + most) {
            step();
        }
        return seconds() - from;
    }

    /** How far it is from the head where it is farthest, in seconds. */
    double behind(String id) {
        return lanes.all().stream().mapToDouble(lane -> behind(lane, id)).max().orElseThrow();
    }

    private static double behind(Lane lane, String id) {
        Cursor cursor = lane.cursors.get(Scope.destination(id));
        return cursor == null ? 0 : (lane.mark() - cursor.position()) / PER_SECOND;
    }

    int detached() {
        return lanes.all().stream().mapToInt(Lane::detached).sum();
    }

    private void step() {
        step++;
        lanes.at(step * 1_000_000_000L / STEPS_A_SECOND, step * 1_000 / STEPS_A_SECOND);
        fences.forEach(lanes.ends()::returned);
        fences.clear();
        end += PER_SECOND / STEPS_A_SECOND;
        for (Lane lane : lanes.all()) {
            while (next(lane.mark()) < end) {
                lanes.take(lane, new Computed(lane, next(lane.mark())));
            }
        }
        lanes.plan();
        sweep();
        members.values().forEach(this::deliver);
    }

    private void sweep() {
        int left = scansAStep;
        boolean some = true;
        while (some && left > 0) {
            some = false;
            for (Lane lane : lanes.all()) {
                int scanned = lane.sweeps().stream()
                        .mapToInt(sweep -> turn(lane, sweep))
                        .sum();
                left -= scanned * SAMPLE;
                some |= scanned > 0;
            }
        }
    }

    /** How many records it reads before others have their turn. */
    private int turn(Lane lane, Sweep sweep) {
        int scanned = 0;
        while (scanned < TURN && sweep.running()) {
            sweep.take(new Computed(lane, next(sweep.next())));
            scanned++;
        }
        return scanned;
    }

    private void deliver(Member member) {
        member.tokens = Math.min(member.tokens + member.legsAStep, 1 + BURST_STEPS * member.legsAStep);
        for (Leg leg = member.next(); leg != null; leg = member.next()) {
            lanes.ends().resolved(leg);
        }
    }

    private static long next(long offset) {
        return (offset + SAMPLE - 1) / SAMPLE * SAMPLE;
    }

    /** The offset's event, by David Stafford's mix 13. */
    private Event eventAt(Lane lane, long offset) {
        long z = (offset + lane.partition()) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        z ^= z >>> 31;
        Map.Entry<Double, Member> part = parts.higherEntry((z >>> 11) * 0x1.0p-53);
        String source = part == null ? "" : part.getValue().id;
        return new Event(new Envelope(source, "", "track", 0, null, null), new byte[0], body);
    }

    @Override
    public Screened screen(Event event, String destination) {
        return Screened.WANTED;
    }

    @Override
    public List<String> destinations(Envelope envelope) {
        return envelope.source().isEmpty() ? List.of() : List.of(envelope.source());
    }

    @Override
    public void deliver(Leg leg) {
        if (leg.isFence()) {
            fences.add(leg);
        } else {
            members.get(leg.destination()).queue.add(leg);
        }
    }

    @Override
    public List<String> routed(Envelope envelope, int legs) {
        return List.of();
    }

    @Override
    public void deduplicated(Envelope envelope) {}

    @Override
    public boolean meet(String destination) {
        return true;
    }

    @Override
    public long ttlMillis(String destination) {
        return Long.MAX_VALUE / 2;
    }

    @Override
    public void flush() {}

    @Override
    public void recall(Set<Integer> partitions, int recalled) {}

    private final class Computed implements Entry {
        private final long offset;
        private final Event event;

        Computed(Lane lane, long offset) {
            this.offset = offset;
            this.event = eventAt(lane, offset);
        }

        @Override
        public long offset() {
            return offset;
        }

        @Override
        public long appendedAt() {
            return 0;
        }

        @Override
        public Event event() {
            return event;
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
            return event.key();
        }

        @Override
        public byte[] rawValue() {
            return body;
        }

        @Override
        public int bytes() {
            return event.weight();
        }
    }
}
