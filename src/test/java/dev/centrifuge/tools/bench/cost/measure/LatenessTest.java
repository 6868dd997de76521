package dev.centrifuge.tools.bench.cost.measure;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LatenessTest {
    private static final long MILLI = 1_000_000;

    private final Pulse loop = new Pulse(5, 0);
    private final Pulse acceptor = new Pulse(5, 0);
    private final Lateness lateness = new Lateness(loop, acceptor);

    private static void beat(Pulse pulse, long... millis) {
        for (long at : millis) {
            pulse.beat(at * MILLI);
        }
    }

    @Test
    void quiet_isSureWithinTwoBeatsOfEach() {
        beat(loop, 5, 10, 15, 20, 25);
        beat(acceptor, 4, 9, 14, 19, 24);
        assertThat(lateness.sureSince(26 * MILLI)).isEqualTo(14 * MILLI);
        assertThat(lateness.worstNanos()).isZero();
    }

    @Test
    void aBusyLoop_seesLate() {
        beat(loop, 5, 10, 15, 315);
        beat(acceptor, 4, 9, 14, 19, 24, 29, 310, 314);
        assertThat(lateness.sureSince(316 * MILLI)).isEqualTo(9 * MILLI);
        assertThat(lateness.worstNanos()).isEqualTo(295 * MILLI);
    }

    @Test
    void aBusyAcceptor_handsOverLate() {
        beat(loop, 5, 10, 15, 20, 300, 305, 310, 315);
        beat(acceptor, 4, 9, 304, 309, 314);
        assertThat(lateness.sureSince(316 * MILLI)).isEqualTo(304 * MILLI);
        assertThat(lateness.sureSince(311 * MILLI)).isEqualTo(9 * MILLI);
    }

    @Test
    void what_is_older_than_it_knows_is_as_old_as_it_knows() {
        for (int i = 1; i <= 3_000; i++) {
            beat(loop, i * 5);
        }
        assertThat(loop.secondBefore(5 * MILLI)).isEqualTo((3_000 - 1_023) * 5 * MILLI);
    }
}
