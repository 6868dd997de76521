package dev.centrifuge.kafka.write;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LogHealthTest {

    private static final long PATIENCE = 2_000;

    private final LogHealth health = new LogHealth(PATIENCE, 0);

    @Test
    void log_isDownUntilItIsKnownToBeUp() {
        assertThat(health.up()).isFalse();
        health.probed(1);
        assertThat(health.up()).isTrue();
    }

    @Test
    void log_goesDownWhenNothingIsAcknowledgedForLong() {
        health.probed(0);
        health.waiting(100, 100 + PATIENCE);
        assertThat(health.up()).isTrue();
        health.waiting(100, 101 + PATIENCE);
        assertThat(health.up()).isFalse();
    }

    @Test
    void log_staysUpWhileSomethingIsAcknowledged() {
        health.probed(0);
        health.acknowledged(3_000);
        health.waiting(100, 3_000 + PATIENCE);
        assertThat(health.up()).isTrue();
    }

    @Test
    void log_thatWasIdleIsNotBlamedForIt() {
        health.probed(0);
        health.waiting(1_000_000, 1_000_050);
        assertThat(health.up()).isTrue();
    }

    @Test
    void log_comesBackWithAnAcknowledgement() {
        goDown(0);
        health.acknowledged(5_000);
        assertThat(health.up()).isTrue();
    }

    @Test
    void probes_areBelievedLaterEachTimeTheyWereWrong() {
        long now = goDown(0);
        health.probed(now);
        assertThat(health.up()).isTrue();
        now = goDown(now);
        health.probed(now);
        assertThat(health.up()).isFalse();
        health.probed(now + PATIENCE);
        assertThat(health.up()).isTrue();
        now = goDown(now + PATIENCE);
        health.probed(now + 2 * PATIENCE - 1);
        assertThat(health.up()).isFalse();
        health.probed(now + 2 * PATIENCE);
        assertThat(health.up()).isTrue();
    }

    @Test
    void acknowledgement_restoresTrustInProbes() {
        long now = goDown(goDown(0));
        health.acknowledged(now);
        now = goDown(now);
        health.probed(now);
        assertThat(health.up()).isTrue();
    }

    /** Up at {@code now}, then silent for too long; returns when it went down. */
    private long goDown(long now) {
        health.probed(now + 100 * PATIENCE);
        long down = now + 200 * PATIENCE;
        health.waiting(now, down);
        assertThat(health.up()).isFalse();
        return down;
    }
}
