package dev.centrifuge.flow.dedupe;

import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class SuppressedTest {
    private final Map<Long, byte[]> committed = new HashMap<>();
    private Suppressed suppressed = new Suppressed();

    private void commit() {
        suppressed.takeChanges().forEach((chunk, bytes) -> {
            if (bytes == null) {
                committed.remove(chunk);
            } else {
                committed.put(chunk, bytes);
            }
        });
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 100);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anySequence_saysWhatASetSays_alsoAfterARestart(long seed) {
        Random random = new Random(seed);
        TreeSet<Long> model = new TreeSet<>();
        int density = 1 + random.nextInt(200);
        long next = random.nextInt(10_000);
        for (int step = 0; step < 2_000; step++) {
            switch (random.nextInt(200)) {
                case 0 -> {
                    long start = Math.max(0, next - random.nextInt(30_000));
                    suppressed.startAt(start);
                    model.headSet(start).clear();
                }
                case 1 -> {
                    long end = Math.max(0, next - random.nextInt(6_000));
                    suppressed.cut(end);
                    model.tailSet(end).clear();
                    next = end;
                }
                case 2 -> suppressed.giveBack(suppressed.takeChanges());
                case 3 -> {
                    commit();
                    suppressed = Suppressed.restored(next, committed);
                    assertThat(suppressed.changed()).isFalse();
                }
                default -> {
                    next += random.nextInt(density);
                    suppressed.add(next);
                    model.add(next++);
                }
            }
            long asked = model.isEmpty() ? 0 : model.first() + random.nextLong(1 + model.last() - model.first());
            assertThat(suppressed.contains(asked))
                    .as("seed %d: %d", seed, asked)
                    .isEqualTo(model.contains(asked));
        }
        for (long offset = model.isEmpty() ? 0 : model.first(); offset < next; offset++) {
            assertThat(suppressed.contains(offset))
                    .as("seed %d: %d", seed, offset)
                    .isEqualTo(model.contains(offset));
        }
    }

    @Test
    void chunk_isSmallWhereLittleOrEverythingIsIn() {
        BitSet set = new BitSet();
        set.set(4_000);
        assertThat(Runs.encode(set)).hasSize(4);
        set.set(0, Runs.SIZE);
        assertThat(Runs.encode(set)).hasSize(4);
        for (int i = 0; i < Runs.SIZE; i += 2) {
            set.clear(i);
        }
        assertThat(Runs.encode(set)).hasSize(513);
        assertThat(Runs.decode(Runs.encode(set))).isEqualTo(set);
    }

    @Test
    void lackOfMemory_forgetsTheOldest_andTakesBackWhatWasCommitted() {
        SeenIds ids = new SeenIds(1_000, 1 << 20, 1);
        Duplicates all = ids.partition(0, Map.of());
        Random random = new Random(1);
        int forgotten = 0;
        for (long offset = 0; offset < 2_500_000; offset++) {
            all.read(event(random.nextBoolean() ? "same" : "m" + offset), offset, 0, 0);
            if (offset % 10_000 == 0) {
                forgotten += ids.bound();
            }
        }
        forgotten += ids.bound();

        assertThat(forgotten).isPositive();
        assertThat(ids.bytes()).isLessThanOrEqualTo(1 << 20);
        assertThat(all.takeChanges()).containsEntry(0L, null);
        assertThat(LongStream.range(0, 4096).filter(all::suppressed)).isEmpty();
        assertThat(LongStream.range(2_490_000, 2_500_000)
                        .filter(all::suppressed)
                        .count())
                .isBetween(4_500L, 5_500L);
    }

    private static Event event(String id) {
        return new Event(new Envelope("web", id, "track", 0, null, null), new byte[3], new byte[0]);
    }
}
