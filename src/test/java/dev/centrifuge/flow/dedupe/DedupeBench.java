package dev.centrifuge.flow.dedupe;

import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/**
 * What de-duplication costs the log thread: nanoseconds a record and bytes an id, beside a {@code HashMap} of strings that never
 * forgets. A command, not a test: {@code java -Xmx2g -cp target/test-classes:target/classes
 * dev.centrifuge.flow.dedupe.DedupeBench}. Compare lines of one run.
 */
final class DedupeBench {
    private static final int EVENTS = 1_000_000;
    private static final int POOL = 1 << 16;
    private static final int ROUNDS = 3;

    private DedupeBench() {}

    public static void main(String[] arguments) {
        List<Event> events = events();
        double[] best = {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
        long[] bytes = new long[2];
        for (int round = 0; round < ROUNDS; round++) {
            best[0] = Math.min(best[0], making(events));
            best[1] = Math.min(best[1], map(events));
            best[2] = Math.min(best[2], seen(events, 1 << 30, bytes, 0));
            best[3] = Math.min(best[3], seen(events, 32 << 20, bytes, 1));
        }
        System.out.printf("%,d new ids, best of %d rounds%n", EVENTS, ROUNDS);
        System.out.printf("  making the event, which is in each line: %.0f ns%n", best[0]);
        System.out.printf("  a map of strings: %.0f ns%n", best[1]);
        System.out.printf("  all known, %d bytes an id: %.0f ns%n", bytes[0], best[2]);
        System.out.printf("  with 32 MiB, %d bytes an id, the oldest going: %.0f ns%n", bytes[1], best[3]);
    }

    /** Users and bodies recur; ids are made anew, since a million would fill the heap that is measured. */
    private static List<Event> events() {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < POOL; i++) {
            Envelope envelope = new Envelope("web", "", "track", 0, null, null);
            byte[] key = ("web:user-" + i).getBytes(StandardCharsets.UTF_8);
            events.add(new Event(envelope, key, new byte[0]));
        }
        return events;
    }

    private static Event next(List<Event> events, Random random) {
        Event user = events.get(random.nextInt(POOL));
        String id = new UUID(random.nextLong(), random.nextLong()).toString();
        return new Event(new Envelope("web", id, "track", 0, null, null), user.key(), user.body());
    }

    private static double making(List<Event> events) {
        Random random = new Random(1);
        int sum = 0;
        long start = System.nanoTime();
        for (int i = 0; i < EVENTS; i++) {
            sum += next(events, random).envelope().id().length();
        }
        return each(start, sum);
    }

    private static double map(List<Event> events) {
        Random random = new Random(1);
        Map<String, Long> map = new HashMap<>();
        long start = System.nanoTime();
        for (long i = 0; i < EVENTS; i++) {
            Event event = next(events, random);
            map.putIfAbsent(
                    new String(event.key(), StandardCharsets.UTF_8)
                            + event.envelope().id(),
                    i);
        }
        return each(start, map.size());
    }

    private static double seen(List<Event> events, long memory, long[] bytes, int line) {
        Random random = new Random(1);
        SeenIds ids = new SeenIds(Long.MAX_VALUE / 4, memory, 1);
        Duplicates partition = ids.partition(0, Map.of());
        int duplicates = 0;
        long start = System.nanoTime();
        for (int i = 0; i < EVENTS; i++) {
            duplicates += partition.read(next(events, random), i, i / 10, i / 10) ? 1 : 0;
        }
        double each = each(start, duplicates + 1);
        bytes[line] = ids.bytes() / ids.size();
        return each;
    }

    /** @param used a result, so that nothing is left out */
    private static double each(long start, int used) {
        if (used == 0) {
            throw new IllegalStateException("nothing was done");
        }
        return (double) (System.nanoTime() - start) / EVENTS;
    }
}
