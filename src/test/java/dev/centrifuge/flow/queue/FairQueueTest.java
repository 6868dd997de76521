package dev.centrifuge.flow.queue;

import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.Legs;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class FairQueueTest {
    private final FairQueue queue = new FairQueue();

    @Test
    void source_withABurst_delaysOnlyItself() {
        for (int i = 0; i < 10_000; i++) {
            queue.add(Legs.leg("loud", i, 800), 0);
        }
        queue.add(Legs.leg("quiet", 1, 800), 0);

        int before = 0;
        while (!queue.poll().event().envelope().source().equals("quiet")) {
            before++;
        }
        assertThat(before).as("one quantum of 4 KiB, and what was overdrawn").isLessThanOrEqualTo(6);
    }

    @Test
    void sources_getEqualBytes_notEqualEvents() {
        for (int i = 0; i < 20_000; i++) {
            queue.add(Legs.leg("small", i, 300), 0);
            queue.add(Legs.leg("big", i, 2_300), 0);
        }
        Map<String, Integer> bytes = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            Leg leg = queue.poll();
            bytes.merge(leg.event().envelope().source(), leg.event().weight(), Integer::sum);
        }
        assertThat((double) bytes.get("small") / bytes.get("big")).isBetween(0.95, 1.05);
    }

    @Test
    void source_keepsItsOrder() {
        for (int i = 0; i < 500; i++) {
            queue.add(Legs.leg(i % 3 == 0 ? "a" : "b", i), 0);
        }
        Map<String, Long> last = new HashMap<>();
        for (Leg leg = queue.poll(); leg != null; leg = queue.poll()) {
            Long before = last.put(leg.event().envelope().source(), leg.origin().offset());
            assertThat(before == null || before < leg.origin().offset()).isTrue();
        }
        assertThat(queue.size()).isZero();
    }

    @Test
    void removeIf_takesOutWhatMatches() {
        for (int i = 0; i < 100; i++) {
            queue.add(Legs.leg("s" + i % 4, i), 0);
        }
        List<Leg> removed = new ArrayList<>();
        queue.removeIf(
                leg -> leg.event().envelope().source().equals("s1")
                        || leg.origin().offset() < 50,
                removed::add);
        int left = 0;
        for (Leg leg = queue.poll(); leg != null; leg = queue.poll()) {
            assertThat(leg.event().envelope().source()).isNotEqualTo("s1");
            left++;
        }
        assertThat(left).isEqualTo(38);
        assertThat(removed).hasSize(62);
    }

    @Test
    void source_saysWhatWaits_andSinceWhen() {
        queue.add(Legs.leg("a", 1, 800), 10);
        queue.add(Legs.leg("a", 2, 800), 20);
        assertThat(queue.since("a", 99)).isEqualTo(10);
        assertThat(queue.since("b", 99)).isEqualTo(99);
        assertThat(queue.bytes("a")).isEqualTo(2_000);
        queue.poll();
        assertThat(queue.since("a", 99)).isEqualTo(20);
        queue.poll();
        assertThat(queue.bytes("a")).isZero();
        assertThat(queue.slack()).isFalse();
    }

    @Test
    void trim_givesBackALargeTable_onceNothingWaits() {
        for (int i = 0; i < 100; i++) {
            queue.add(Legs.leg("s" + i, i), 0);
        }
        queue.trim();
        assertThat(queue.slack()).isFalse();
        while (queue.poll() != null) {
            assertThat(queue.size()).isGreaterThanOrEqualTo(0);
        }
        assertThat(queue.slack()).isTrue();
        queue.trim();
        assertThat(queue.slack()).isFalse();
        queue.add(Legs.leg("a", 1), 0);
        assertThat(queue.poll()).isNotNull();
    }

    /** Against queues that are kept plainly: whatever comes and goes, each source's order and all sums hold. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void model_agrees(long seed) {
        Random random = new Random(seed);
        Map<String, ArrayDeque<Leg>> model = new TreeMap<>();
        for (int step = 0; step < 50_000; step++) {
            int dice = random.nextInt(1_000);
            if (dice < 480) {
                Leg leg = Legs.leg("s" + random.nextInt(20), step, random.nextInt(20_000));
                queue.add(leg, step);
                model.computeIfAbsent(leg.event().envelope().source(), s -> new ArrayDeque<>())
                        .add(leg);
            } else if (dice < 998) {
                Leg leg = queue.poll();
                ArrayDeque<Leg> line =
                        leg == null ? null : model.get(leg.event().envelope().source());
                assertThat(leg).as("seed %d", seed).isSameAs(line == null ? null : line.poll());
            } else {
                Predicate<Leg> some = leg -> leg.origin().offset() % 3 == 0;
                boolean heads = random.nextBoolean();
                List<Leg> removed = new ArrayList<>();
                if (heads) {
                    queue.removeHeads(some, removed::add);
                } else {
                    queue.removeIf(some, removed::add);
                }
                int expected = 0;
                for (ArrayDeque<Leg> line : model.values()) {
                    int before = line.size();
                    while (heads && !line.isEmpty() && some.test(line.peek())) {
                        line.poll();
                    }
                    if (!heads) {
                        line.removeIf(some);
                    }
                    expected += before - line.size();
                }
                assertThat(removed).as("seed %d", seed).hasSize(expected);
                queue.trim();
            }
            if (step % 100 == 0) {
                assertThat(queue.size())
                        .isEqualTo(model.values().stream()
                                .mapToInt(ArrayDeque::size)
                                .sum());
                assertThat(queue.bytes())
                        .isEqualTo(model.values().stream()
                                .flatMap(ArrayDeque::stream)
                                .mapToLong(leg -> leg.event().weight())
                                .sum());
            }
        }
    }
}
