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
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class SeenIdsTest {
    private static final long WINDOW = 1_000;
    private static final long PLENTY = 8 << 20;

    private final SeenIds ids = new SeenIds(WINDOW, PLENTY, 7);
    private final Duplicates partition = ids.partition(0, Map.of());

    private static Event event(String key, String id) {
        Envelope envelope = new Envelope("web", id, "track", 0, null, null);
        return new Event(envelope, key.getBytes(StandardCharsets.UTF_8), new byte[0]);
    }

    @Test
    void sameIdOfTheSameUser_isADuplicate_withinTheWindow() {
        assertThat(partition.read(event("web:u", "a"), 0, 0, 0)).isFalse();
        assertThat(partition.read(event("web:u", "a"), 1, WINDOW, 0)).isTrue();
        assertThat(partition.read(event("web:u", "a"), 2, WINDOW + 1, 0)).isFalse();
        assertThat(partition.read(event("web:u", "a"), 3, WINDOW + 2, 0)).isTrue();
        assertThat(List.of(0L, 1L, 2L, 3L).stream().filter(partition::suppressed))
                .containsExactly(1L, 3L);
    }

    @Test
    void sameIdOfAnother_isNone() {
        assertThat(partition.read(event("web:u", "a"), 0, 0, 0)).isFalse();
        assertThat(partition.read(event("app:u", "a"), 1, 0, 0)).isFalse();
        assertThat(partition.read(event("web:v", "a"), 2, 0, 0)).isFalse();
        // The two texts are not just one after the other.
        assertThat(partition.read(event("web:ua", ""), 3, 0, 0)).isFalse();
        assertThat(ids.partition(0, Map.of()).read(event("web:u", "a"), 0, 0, 0))
                .isFalse();
    }

    @Test
    void textsOfAllKinds_areTheSameOnlyWhereTheyAreEqual() {
        String uuid = "0f8fad5b-d9cb-469f-a165-70867728950e";
        List<String> texts = List.of(
                "",
                uuid,
                uuid.toUpperCase(java.util.Locale.ROOT),
                "ajs-next-" + uuid,
                "x" + uuid,
                uuid + "x",
                uuid.replace('-', '0'),
                "0f8fad5b-d9cb-469f-a165-70867728950é",
                "0f8fad5b-d9cb-469f-a165-70867728950f",
                "a".repeat(126),
                "a".repeat(127),
                "a".repeat(5_000),
                "b".repeat(126) + uuid,
                "b".repeat(127) + uuid,
                "\u0000");
        long offset = 0;
        for (String key : texts) {
            for (String id : texts) {
                assertThat(partition.read(event(key, id), offset++, 0, 0))
                        .as("%s and %s are new", key, id)
                        .isFalse();
            }
        }
        for (String key : texts) {
            for (String id : texts) {
                assertThat(partition.read(event(key, id), offset++, 0, 0))
                        .as("%s and %s are known", key, id)
                        .isTrue();
            }
        }
    }

    @Test
    void recordThatIsReadAgain_isNotItsOwnDuplicate() {
        assertThat(partition.read(event("web:u", "a"), 5, 0, 0)).isFalse();
        assertThat(partition.read(event("web:u", "a"), 5, 0, 0)).isFalse();
        assertThat(partition.read(event("web:u", "a"), 6, 0, 0)).isTrue();
    }

    @Test
    void whatWasCutOff_hasNoDuplicates() {
        for (int i = 0; i < 5_000; i++) {
            partition.read(event("web:u", "m" + i), i, i / 10, 0);
        }
        partition.cut(3_000);

        assertThat(partition.read(event("web:u", "m3000"), 3_000, 500, 0)).isFalse();
        assertThat(partition.read(event("web:u", "m4999"), 3_001, 500, 0)).isFalse();
        assertThat(partition.read(event("web:u", "m2999"), 3_002, 500, 0)).isTrue();
        assertThat(partition.read(event("web:u", "m0"), 3_003, 500, 0)).isTrue();
    }

    @Test
    void afterARestart_whatWasSuppressedIsNoFirst() {
        partition.read(event("web:u", "a"), 0, 0, 0);
        partition.read(event("web:u", "a"), 1, WINDOW, 0);
        Duplicates next = ids.partition(2, encoded(partition));

        next.recall(event("web:u", "a"), 1, WINDOW, 0);

        assertThat(next.suppressed(1)).isTrue();
        assertThat(next.read(event("web:u", "a"), 2, WINDOW + 1, 0)).isFalse();
    }

    private static Map<Long, byte[]> encoded(Duplicates duplicates) {
        Map<Long, byte[]> chunks = new HashMap<>();
        duplicates.takeChanges().forEach(chunks::put);
        return chunks;
    }

    @Test
    void overTheCap_theWindowOfWhoeverIsKnownLongestShortens_andBytesStayBelow() {
        long cap = 2 << 20;
        SeenIds small = new SeenIds(Long.MAX_VALUE / 4, cap, 7);
        Duplicates busy = small.partition(0, Map.of());
        Duplicates quiet = small.partition(0, Map.of());
        quiet.read(event("web:u", "once"), 0, 0, 0);
        for (int i = 0; i < 200_000; i++) {
            assertThat(busy.read(event("web:u" + i, new UUID(i, i).toString()), i, i, i))
                    .isFalse();
            assertThat(small.bytes()).isLessThanOrEqualTo(cap);
        }

        long window = small.inForce(200_000);
        assertThat(window).isBetween(10_000L, 60_000L);
        assertThat(small.size()).isBetween(window - 1, 2 * window);
        int known = (int) (200_000 - window + 1);
        assertThat(busy.read(event("web:u" + known, new UUID(known, known).toString()), 200_000, 200_000, 200_000))
                .isTrue();
        assertThat(busy.read(event("web:u0", new UUID(0, 0).toString()), 200_001, 200_001, 200_001))
                .isFalse();
        // It was read longest ago of all.
        assertThat(quiet.read(event("web:u", "once"), 1, 0, 200_000)).isFalse();
    }

    @Test
    void partitionThatHasGone_leavesItsMemory() {
        SeenIds small = new SeenIds(Long.MAX_VALUE / 4, 2 << 20, 7);
        Duplicates gone = small.partition(0, Map.of());
        for (int i = 0; i < 20_000; i++) {
            gone.read(event("web:u", "gone" + i), i, i, i);
        }
        gone.close();
        Duplicates next = small.partition(0, Map.of());
        for (int i = 0; i < 20_000; i++) {
            assertThat(next.read(event("web:u", "gone" + i), i, i, i)).isFalse();
        }

        assertThat(small.inForce(20_000)).as("no page of its own had to go").isEqualTo(Long.MAX_VALUE / 4);
    }

    @Test
    void off_knowsNothing_butWhatWasSuppressedBefore() {
        partition.read(event("web:u", "a"), 0, 0, 0);
        partition.read(event("web:u", "a"), 1, 0, 0);
        Duplicates off = SeenIds.none().partition(2, encoded(partition));

        assertThat(off.read(event("web:u", "a"), 2, 0, 0)).isFalse();
        assertThat(off.read(event("web:u", "a"), 3, 0, 0)).isFalse();
        assertThat(off.suppressed(1)).isTrue();
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 60);
    }

    /** Of each id the offset and the time of the last one that was no duplicate: what a map would say. */
    private record First(long offset, long at) {}

    @ParameterizedTest
    @MethodSource("seeds")
    void anySequence_isDecidedAsByAMap(long seed) {
        Random random = new Random(seed);
        SeenIds some = new SeenIds(WINDOW, PLENTY, random.nextLong());
        int partitions = 1 + random.nextInt(3);
        List<Duplicates> real = new ArrayList<>();
        List<Map<String, First>> model = new ArrayList<>();
        List<Long> next = new ArrayList<>();
        for (int i = 0; i < partitions; i++) {
            real.add(some.partition(0, Map.of()));
            model.add(new HashMap<>());
            next.add(0L);
        }
        long time = 0;
        int known = 1 + random.nextInt(3_000);
        for (int step = 0; step < 20_000; step++) {
            time += random.nextInt(40) == 0 ? random.nextInt(50) : 0;
            int at = random.nextInt(partitions);
            if (random.nextInt(4_000) == 0) {
                long end = Math.max(0, next.get(at) - random.nextInt(2_000));
                real.get(at).cut(end);
                model.get(at).values().removeIf(first -> first.offset >= end);
                next.set(at, end);
            }
            long offset = next.get(at) + random.nextInt(3);
            next.set(at, offset + 1);
            int which = random.nextInt(known);
            String id = which % 2 == 0 ? new UUID(which, seed).toString() : "m" + which;
            First first = model.get(at).get(id);
            boolean duplicate = first != null && first.at >= time - WINDOW;
            assertThat(real.get(at).read(event("web:u", id), offset, time, step))
                    .as("seed %d, step %d", seed, step)
                    .isEqualTo(duplicate);
            if (!duplicate) {
                model.get(at).put(id, new First(offset, time));
            }
        }
    }
}
