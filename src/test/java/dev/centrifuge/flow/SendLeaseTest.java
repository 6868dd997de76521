package dev.centrifuge.flow;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SendLeaseTest {
    private static final Duration CHECKPOINT = Duration.ofMillis(200);
    private static final Duration SESSION = Duration.ofSeconds(45);

    private static long millis(long millis) {
        return millis * 1_000_000;
    }

    /** Monotonic clocks may start anywhere, and overflow. */
    @ParameterizedTest
    @ValueSource(longs = {0, -5, Long.MAX_VALUE - 1_000_000_000L, Long.MIN_VALUE})
    void soleReader_sends_untilWhatItDeliveredHasBeenUnrecordedForTwoSeconds(long start) {
        SendLease lease = SendLease.ofSoleReader(CHECKPOINT, start);
        assertThat(lease.permits(start + millis(1_999))).isTrue();
        assertThat(lease.permits(start + millis(2_000))).isFalse();

        lease.recorded(start + millis(1_500));
        assertThat(lease.permits(start + millis(3_499))).isTrue();
        assertThat(lease.permits(start + millis(3_500))).isFalse();
        assertThat(lease.wantsContact(start + millis(1_000_000))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -5, Long.MAX_VALUE - 1_000_000_000L, Long.MIN_VALUE})
    void member_sendsNothing_beforeItsFirstContact(long start) {
        SendLease lease = SendLease.ofMember(CHECKPOINT, SESSION, start);
        assertThat(lease.permits(start)).isFalse();
        assertThat(lease.wantsContact(start)).isTrue();

        lease.recorded(start + millis(10));
        assertThat(lease.permits(start + millis(10))).isFalse();

        lease.contact(start + millis(10));
        assertThat(lease.permits(start + millis(10))).isTrue();
        assertThat(lease.wantsContact(start + millis(10))).isFalse();
    }

    @Test
    void member_sends_untilItWasWithoutContactForHalfTheSession() {
        SendLease lease = SendLease.ofMember(CHECKPOINT, SESSION, 0);
        lease.contact(0);
        for (int at = 0; at <= 60_000; at += 1_000) {
            lease.recorded(millis(at));
            assertThat(lease.permits(millis(at))).as("at %d ms", at).isEqualTo(at < 22_500);
            assertThat(lease.wantsContact(millis(at))).as("at %d ms", at).isEqualTo(at >= 5_625);
        }
    }

    @Test
    void longInterval_isWaitedForTwice() {
        SendLease lease = SendLease.ofSoleReader(Duration.ofSeconds(5), 0);
        assertThat(lease.permits(millis(9_999))).isTrue();
        assertThat(lease.permits(millis(10_000))).isFalse();
    }
}
