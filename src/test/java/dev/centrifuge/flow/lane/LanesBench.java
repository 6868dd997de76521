package dev.centrifuge.flow.lane;

import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import dev.centrifuge.flow.Budget;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.Trail;
import dev.centrifuge.flow.handover.Entry;
import dev.centrifuge.flow.handover.LegRouter;
import dev.centrifuge.flow.handover.Screened;
import dev.centrifuge.flow.progress.Progress;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the log thread does for an event and its legs, without Kafka and dispatch: it is read, counted, its legs are opened and
 * handed over, and end some hundreds of events later, in the order in which they came; a checkpoint begins and ends every 5,000
 * events. A command, not a test: {@code java -Xmx1g -XX:+UseParallelGC -cp target/test-classes:target/classes
 * dev.centrifuge.flow.lane.LanesBench}, which prints CPU nanoseconds of the thread and bytes that it allocates. Compare lines of
 * runs that alternate.
 */
final class LanesBench {
    private static final int PARTITIONS = 8;
    private static final int EVENTS = 400_000;
    private static final int ROUNDS = 6;
    private static final int UNDER_WAY = 500;
    private static final int CHECKPOINT = 5_000;

    private LanesBench() {}

    public static void main(String[] arguments) {
        for (int destinations : new int[] {1, 5, 20}) {
            double best = Double.MAX_VALUE;
            long allocated = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS; round++) {
                Run run = new Run(destinations);
                long events = EVENTS / destinations;
                long bytes = allocated();
                long started = cpu();
                run.events(events);
                best = Math.min(best, (cpu() - started) / (double) events);
                allocated = Math.min(allocated, (allocated() - bytes) / events);
            }
            System.out.printf("%2d destinations: %7.1f ns and %5d bytes an event%n", destinations, best, allocated);
        }
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long allocated() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return ((com.sun.management.ThreadMXBean) threads).getCurrentThreadAllocatedBytes();
    }

    /** A node that reads eight partitions. */
    private static final class Run implements LegRouter {
        private final ArrayDeque<Leg> underWay = new ArrayDeque<>();
        private final List<String> destinations = new ArrayList<>();
        private final List<Event> events = new ArrayList<>();
        private final Lanes lanes = new Lanes(new Budget(64L << 20), this);
        private final List<Lane> read = new ArrayList<>();
        private final Read entry = new Read();

        Run(int legs) {
            for (int i = 0; i < legs; i++) {
                destinations.add("destination-" + i);
            }
            for (int i = 0; i < PARTITIONS; i++) {
                read.add(lanes.own("events", i, 1, null, new Progress(0), Map.of()));
            }
            for (int i = 0; i < 1_024; i++) {
                // A source's id is another object in each event that is read.
                Envelope envelope = new Envelope(new String("web" + i % 3), "m" + i, "track", 1_000, null, null);
                events.add(new Event(envelope, new byte[] {(byte) i, (byte) (i >> 8)}, new byte[300]));
            }
        }

        /** As they come: some tens of one partition, then of the next. */
        void events(long count) {
            for (long i = 0; i < count; i++) {
                if (i % 50 == 0) {
                    lanes.at(i * 1_000, 1_000 + i / 1_000);
                }
                Lane lane = read.get((int) (i / 50 % PARTITIONS));
                entry.event = events.get((int) i & 1_023);
                entry.offset = lane.mark();
                lanes.take(lane, entry);
                while (underWay.size() > UNDER_WAY) {
                    lanes.ends().resolved(underWay.poll());
                }
                if (i % CHECKPOINT == 0) {
                    lanes.committed(lanes.begin(1 << 20));
                }
            }
        }

        @Override
        public List<String> destinations(Envelope envelope) {
            return destinations;
        }

        @Override
        public List<String> routed(Envelope envelope, int legs) {
            return List.of();
        }

        @Override
        public void deduplicated(Envelope envelope) {
            throw new IllegalStateException("nothing is");
        }

        @Override
        public Screened screen(Event event, String destination) {
            return Screened.WANTED;
        }

        @Override
        public boolean meet(String destination) {
            return true;
        }

        @Override
        public long ttlMillis(String destination) {
            return Long.MAX_VALUE;
        }

        @Override
        public void deliver(Leg leg) {
            underWay.add(leg);
        }

        @Override
        public void flush() {}

        @Override
        public void recall(Set<Integer> partitions, int epoch) {}
    }

    private static final class Read implements Entry {
        private Event event;
        private long offset;

        @Override
        public long offset() {
            return offset;
        }

        @Override
        public long appendedAt() {
            return 1_000;
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
            return event.body();
        }

        @Override
        public int bytes() {
            return 400;
        }
    }
}
