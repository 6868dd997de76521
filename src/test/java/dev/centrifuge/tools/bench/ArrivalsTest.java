package dev.centrifuge.tools.bench;

import dev.centrifuge.tools.bench.child.Events;
import dev.centrifuge.tools.sink.Arrival;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ArrivalsTest {

    @Test
    void latency_countsFromWhenAnEventWasDue() throws Exception {
        Arrivals arrivals = new Arrivals();
        arrivals.expect(10, 3);
        // Due at 1,000, 1,001 and 1,002 ms; before and after come events of other rounds, and a duplicate.
        arrive(arrivals, 9, 1_000);
        arrive(arrivals, 11, 1_003);
        arrive(arrivals, 11, 1_900);
        arrive(arrivals, 10, 1_001);
        arrive(arrivals, 12, 1_012);
        arrive(arrivals, 13, 1_013);
        Sample sample = arrivals.sample(1_000_000_000L, 1_000, 3);
        assertThat(sample.p50()).isEqualTo(2);
        assertThat(sample.p99()).isEqualTo(10);
        assertThat(sample.perSecond()).isEqualTo(2);
    }

    private static void arrive(Arrivals arrivals, int number, long millis) {
        String id = Events.ID_PREFIX + String.format("%012d", number);
        arrivals.accept(new Arrival(0, millis * 1_000_000, "/", 200, "", 1, List.of(id), new byte[0]));
    }
}
