package dev.centrifuge.flow.queue;

import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.Legs;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FairQueueTest {
    private final FairQueue queue = new FairQueue();

    @Test
    void source_withABurst_delaysOnlyItself() {
        for (int i = 0; i < 10_000; i++) {
            queue.add(Legs.leg("loud", i, 800));
        }
        queue.add(Legs.leg("quiet", 1, 800));

        int before = 0;
        while (!queue.poll().event().envelope().source().equals("quiet")) {
            before++;
        }
        assertThat(before).as("one quantum of 64 KiB").isLessThanOrEqualTo(66);
    }

    @Test
    void sources_getEqualBytes_notEqualEvents() {
        for (int i = 0; i < 20_000; i++) {
            queue.add(Legs.leg("small", i, 300));
            queue.add(Legs.leg("big", i, 2_300));
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
            queue.add(Legs.leg(i % 3 == 0 ? "a" : "b", i));
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
            queue.add(Legs.leg("s" + i % 4, i));
        }
        queue.removeIf(leg ->
                leg.event().envelope().source().equals("s1") || leg.origin().offset() < 50);
        int left = 0;
        for (Leg leg = queue.poll(); leg != null; leg = queue.poll()) {
            assertThat(leg.event().envelope().source()).isNotEqualTo("s1");
            left++;
        }
        assertThat(left).isEqualTo(38);
    }
}
