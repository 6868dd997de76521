package dev.centrifuge.tools.load.ledger;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LedgerTest {
    private static final int BATCH = 10;
    private static final int USERS = 7;

    private final Requests requests = new Requests();
    private final Deliveries deliveries =
            new Deliveries(USERS, seq -> (int) (seq % USERS), seq -> seq * 1_000_000, () -> 500, 20_000_000);

    @Test
    void everythingOnce_balances() {
        for (int request = 0; request < 5; request++) {
            requests.ended(request, 200);
        }
        for (int seq = 0; seq < 50; seq++) {
            deliveries.taken(seq, 0, 0);
        }
        Account account = account(true);
        assertThat(account.unique()).isEqualTo(50);
        assertThat(account.lost()).isZero();
        assertThat(account.duplicates()).isZero();
        assertThat(account.inversions()).isZero();
        assertThat(account.unpromised()).isZero();
    }

    @Test
    void loss_isWhatWasAcknowledgedAndNeverCame() {
        requests.ended(0, 200);
        requests.ended(1, 202);
        for (int seq = 0; seq < 20; seq++) {
            if (seq != 13 && seq != 17) {
                deliveries.taken(seq, 0, 0);
            }
        }
        assertThat(account(true).lost()).isEqualTo(2);
        assertThat(account(true).examples()).containsExactly(13L, 17L);
        assertThat(account(false).lost())
                .as("a sink that never takes events owes nothing")
                .isZero();
        assertThat(account(false).missing()).isEqualTo(2);
    }

    @Test
    void whatWasNotAcknowledged_isNoLoss_butCountedWhereItComes() {
        requests.ended(0, 503);
        requests.ended(1, 0);
        requests.ended(2, 429);
        requests.ended(3, 500);
        assertThat(account(true).lost()).isZero();
        deliveries.taken(3, 0, 0);
        deliveries.taken(15, 0, 0);
        assertThat(account(true).unpromised()).isEqualTo(2);
        assertThat(requests.accepted()).isZero();
    }

    @Test
    void duplicates_areCounted_andDoNotFillAGap() {
        requests.ended(0, 200);
        for (int seq = 0; seq < 9; seq++) {
            assertThat(deliveries.taken(seq, 0, 1_000)).isNotNegative();
        }
        assertThat(deliveries.taken(4, 0, 1_000)).isEqualTo(-1);
        assertThat(deliveries.taken(4, 0, 1_000)).isEqualTo(-1);
        assertThat(account(true).duplicates()).isEqualTo(2);
        assertThat(account(true).lost()).isEqualTo(1);
    }

    @Test
    void inversion_isAnEventAfterOneThatWasSentOnceItHadEnded() {
        requests.ended(0, 200);
        requests.ended(1, 200);
        requests.ended(2, 200);
        // Of user 1: 1, 8, 15, 22. When 15 was sent, the request of 1 and 8 had ended.
        deliveries.taken(15, 10, 0);
        deliveries.taken(8, 0, 0);
        deliveries.taken(1, 0, 0);
        // Of user 2, which has nothing to do with user 1.
        deliveries.taken(2, 0, 0);
        assertThat(account(true).inversions()).isEqualTo(2);
    }

    @Test
    void whatWasOnItsWayAtTheSameTime_hasNoOrder() {
        requests.ended(0, 200);
        requests.ended(1, 200);
        deliveries.taken(15, 0, 0);
        deliveries.taken(8, 0, 0);
        assertThat(account(true).inversions()).isZero();
    }

    @Test
    void repetition_isNoInversion() {
        requests.ended(0, 200);
        requests.ended(1, 200);
        deliveries.taken(1, 0, 0);
        deliveries.taken(15, 10, 0);
        deliveries.taken(1, 0, 0);
        assertThat(account(true).inversions()).isZero();
        assertThat(account(true).duplicates()).isEqualTo(1);
    }

    @Test
    void latency_countsFromWhenAnEventWasDue_andNotInTheWarmUp() {
        assertThat(deliveries.taken(30, 0, 42_000_500)).isEqualTo(12_000_000);
        assertThat(deliveries.taken(19, 0, 42_000_500)).isEqualTo(23_000_000);
        assertThat(account(true).latency().getTotalCount()).isEqualTo(1);
        assertThat(account(true).latency().getMaxValue()).isBetween(12_000L, 12_020L);
    }

    @Test
    void endedBelow_waitsForTheSlowest() {
        requests.ended(1, 200);
        requests.ended(2, 0);
        assertThat(requests.endedBelow()).isZero();
        requests.ended(0, 503);
        assertThat(requests.endedBelow()).isEqualTo(3);
        requests.ended(4, 200);
        assertThat(requests.endedBelow()).isEqualTo(3);
    }

    @Test
    void bits_areASet() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Bits bits = new Bits();
        Set<Long> expected = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            long number = random.nextInt(4) == 0 ? random.nextInt(50_000_000) : random.nextInt(10_000);
            assertThat(bits.add(number)).as("seed %d", seed).isEqualTo(expected.add(number));
        }
        assertThat(bits.size()).isEqualTo(expected.size());
        for (long number = 0; number < 11_000; number++) {
            assertThat(bits.contains(number)).as("seed %d", seed).isEqualTo(expected.contains(number));
        }
        assertThat(bits.contains(Integer.MAX_VALUE)).isFalse();
    }

    private Account account(boolean takes) {
        return Account.of("sink-001", "ok", takes, requests, deliveries, BATCH);
    }
}
