package dev.centrifuge.tools.bench.show;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HeldTest {
    @Test
    void openLegs_areThoseOfTheEventLog() {
        String metrics = """
                # TYPE centrifuge_open_legs gauge
                centrifuge_open_legs{partition="0",topic="centrifuge.events"} 189.0
                centrifuge_open_legs{partition="1",topic="centrifuge.events"} 1.1E1
                centrifuge_open_legs{partition="0",topic="centrifuge.retry.30s"} 7.0
                centrifuge_consumer_lag_records{partition="0",topic="centrifuge.events"} 900.0
                """;
        assertThat(Held.open(metrics)).isEqualTo(200);
    }

    @Test
    void copies_areInDelayTopicsAndDeadLetters() {
        assertThat(Held.isCopies("centrifuge.retry.15m")).isTrue();
        assertThat(Held.isCopies("centrifuge.dead")).isTrue();
        assertThat(Held.isCopies("centrifuge.events")).isFalse();
        assertThat(Held.isCopies("centrifuge.state")).isFalse();
    }
}
