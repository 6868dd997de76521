package dev.centrifuge.tools.bench.show;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HeldTest {
    @Test
    void openLegs_areOfTheEventLog_andLagOfTheDelayTopics() {
        Held held = Held.of("""
                # TYPE centrifuge_open_legs gauge
                centrifuge_open_legs{partition="0",topic="centrifuge.events"} 189.0
                centrifuge_open_legs{partition="1",topic="centrifuge.events"} 11.0
                centrifuge_open_legs{partition="0",topic="centrifuge.retry.30s"} 7.0
                centrifuge_consumer_lag_records{partition="0",topic="centrifuge.events"} 900.0
                centrifuge_consumer_lag_records{partition="0",topic="centrifuge.retry.30s"} 40.0
                centrifuge_consumer_lag_records{partition="0",topic="centrifuge.retry.15m"} 1.0E2
                centrifuge_dead_total{destination="d",reason="ttl",source="s"} 3.0
                """);
        assertThat(held).isEqualTo(new Held(200, 140, 3));
        assertThat(held.all()).isEqualTo(343);
    }
}
