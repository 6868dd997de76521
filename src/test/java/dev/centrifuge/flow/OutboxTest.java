package dev.centrifuge.flow;

import dev.centrifuge.flow.limit.Backoff;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OutboxTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long NOW = Legs.RECEIVED_AT;
    private static final Backoff BACKOFF = new Backoff(1_000, 2, 900_000);

    private static Limits limits(boolean enabled, int inFlight, Limits.Rate rate, long ttlMillis) {
        return new Limits(enabled, inFlight, false, rate, BACKOFF, ttlMillis);
    }

    private static Outbox outbox(Limits limits) {
        return new Outbox(limits, new Random(1), 0);
    }

    private final Outbox outbox = outbox(limits(true, 2, null, 4 * 3_600_000L));

    private static Leg failedLeg(int offset, int attempts) {
        Leg leg = Legs.leg("web", offset);
        for (int i = 0; i < attempts; i++) {
            leg.trail(leg.trail().failed(NOW, 500, "http_500", "no"));
        }
        return leg;
    }

    /** Fails legs until the breaker opens; returns what was put off. */
    private static List<Leg> breakIt(Outbox outbox, int legs, long now) {
        List<Leg> surplus = new ArrayList<>();
        for (int i = 0; i < legs; i++) {
            outbox.offer(Legs.leg("web", i), now);
            Leg leg = outbox.next(now);
            if (leg == null) {
                break;
            }
            leg.trail(leg.trail().failed(NOW, 503, "http_503", ""));
            outbox.failed(leg, 0, now, NOW);
            surplus.addAll(outbox.surplus(now));
        }
        return surplus;
    }

    @Test
    void next_givesNoMoreThanTheConcurrencyAllows() {
        for (int i = 0; i < 3; i++) {
            outbox.offer(Legs.leg("web", i), 0);
        }
        assertThat(outbox.next(0)).isNotNull();
        assertThat(outbox.next(0)).isNotNull();
        assertThat(outbox.next(0)).isNull();
        assertThat(outbox.wakeAt(0)).as("an end must come first").isEqualTo(Long.MAX_VALUE);
        outbox.succeeded();
        assertThat(outbox.next(0)).isNotNull();
    }

    @Test
    void probe_thatExpired_letsAnotherOneStart() {
        breakIt(outbox, 100, 0);
        outbox.offer(Legs.leg("web", 200), 0);
        long later = outbox.wakeAt(0);
        assertThat(outbox.next(later)).isNotNull();
        assertThat(outbox.next(later)).as("one probe at a time").isNull();
        outbox.expired();

        outbox.offer(Legs.leg("web", 201), later);
        assertThat(outbox.next(later)).isNotNull();
    }

    @Test
    void next_keepsTheRate() {
        Outbox limited = outbox(limits(true, 100, new Limits.Rate(10, SECOND, 1), 3_600_000));
        limited.offer(Legs.leg("web", 0), 0);
        limited.offer(Legs.leg("web", 1), 0);
        assertThat(limited.next(0)).isNull();
        assertThat(limited.wakeAt(0)).isEqualTo(SECOND / 10);
        assertThat(limited.next(SECOND / 10)).isNotNull();
        assertThat(limited.next(SECOND / 10)).isNull();
    }

    @Test
    void failed_firstAttempts_waitInMemory() {
        outbox.offer(Legs.leg("web", 1), 0);
        Leg leg = outbox.next(0);
        leg.trail(leg.trail().failed(NOW, 500, "http_500", ""));
        assertThat(outbox.failed(leg, 0, 0, NOW)).isInstanceOf(Verdict.Waits.class);
        assertThat(outbox.wakeAt(0)).isBetween(0L, SECOND);
        assertThat(outbox.next(outbox.wakeAt(0))).isSameAs(leg);
    }

    @Test
    void failed_often_goesToADelayTopic_ofTheBackoffsLength() {
        assertThat(outbox.failed(failedLeg(1, 5), 0, 0, NOW)).isEqualTo(new Verdict.Put(Delay.SHORT));
        assertThat(outbox.failed(failedLeg(1, 8), 0, 0, NOW)).isEqualTo(new Verdict.Put(Delay.MEDIUM));
        assertThat(outbox.failed(failedLeg(1, 30), 0, 0, NOW)).isEqualTo(new Verdict.Put(Delay.LONG));
    }

    @Test
    void failed_pastItsTimeToLive_isDead() {
        Outbox shortLived = outbox(limits(true, 2, null, 60_000));
        assertThat(shortLived.failed(failedLeg(1, 9), 0, 0, NOW + 59_999)).isEqualTo(new Verdict.Dead("ttl"));
        assertThat(shortLived.failed(failedLeg(1, 9), 0, 0, NOW + 20_000)).isEqualTo(new Verdict.Put(Delay.SHORT));
    }

    @Test
    void retryAfter_gatesTheWholeDestination() {
        outbox.offer(Legs.leg("web", 1), 0);
        outbox.offer(Legs.leg("web", 2), 0);
        Leg leg = outbox.next(0);
        leg.trail(leg.trail().failed(NOW, 429, "http_429", ""));
        outbox.failed(leg, 3_000, 0, NOW);
        assertThat(outbox.next(2 * SECOND)).isNull();
        assertThat(outbox.wakeAt(2 * SECOND)).isEqualTo(3 * SECOND);
        assertThat(outbox.next(3 * SECOND)).isNotNull();
    }

    @Test
    void down_keepsOneProbe_andPutsTheOthersOff() {
        List<Leg> surplus = breakIt(outbox, 200, 0);
        assertThat(outbox.queued()).as("the probe").isEqualTo(1);
        assertThat(surplus).hasSizeGreaterThan(30);
        assertThat(outbox.offer(Legs.leg("web", 999), 0)).isFalse();
        assertThat(outbox.putOff(Legs.leg("web", 999), NOW)).isEqualTo(new Verdict.Put(Delay.SHORT));
    }

    @Test
    void recovered_takesEverythingAgain() {
        breakIt(outbox, 200, 0);
        long later = 60 * SECOND;
        assertThat(outbox.next(later)).as("the probe").isNotNull();
        assertThat(outbox.next(later)).as("one probe at a time").isNull();
        outbox.succeeded();
        assertThat(outbox.troubled(later)).isFalse();
        assertThat(outbox.offer(Legs.leg("web", 1), later)).isTrue();
    }

    @Test
    void disabled_putsEverythingOff_andLosesNothing() {
        outbox.offer(Legs.leg("web", 1), 0);
        outbox.reconfigure(limits(false, 2, null, 3_600_000), 0);
        assertThat(outbox.next(0)).isNull();
        assertThat(outbox.offer(Legs.leg("web", 2), 0)).isFalse();
        assertThat(outbox.surplus(0)).hasSize(1);
    }

    @Test
    void gone_stopsUntilItIsConfiguredAnew() {
        outbox.offer(Legs.leg("web", 1), 0);
        outbox.next(0);
        assertThat(outbox.gone()).isInstanceOf(Verdict.Put.class);
        assertThat(outbox.offer(Legs.leg("web", 2), 0)).isFalse();
        outbox.reconfigure(limits(true, 2, null, 3_600_000), 0);
        assertThat(outbox.offer(Legs.leg("web", 2), 0)).isTrue();
    }

    @Test
    void reload_withTheSameRate_isNoSecondBurst() {
        Limits limited = limits(true, 100, new Limits.Rate(10, SECOND, 10), 3_600_000);
        Outbox rated = outbox(limited);
        for (int i = 0; i < 30; i++) {
            rated.offer(Legs.leg("web", i), 0);
        }
        int sent = 0;
        for (int reload = 0; reload < 5; reload++) {
            while (rated.next(10 * SECOND) != null) {
                sent++;
            }
            rated.reconfigure(limits(true, 100, new Limits.Rate(10, SECOND, 10), 7_200_000), 10 * SECOND);
        }
        assertThat(sent).isEqualTo(10);
    }

    @Test
    void refused_saysNothingAgainstTheDestination() {
        for (int i = 0; i < 1_000; i++) {
            outbox.offer(Legs.leg("web", i), 0);
            outbox.next(0);
            assertThat(outbox.refused("http_400")).isEqualTo(new Verdict.Dead("http_400"));
        }
        assertThat(outbox.troubled(0)).isFalse();
    }

    @Test
    void remove_givesBackWhatIsNotInFlight() {
        for (int i = 0; i < 5; i++) {
            outbox.offer(Legs.leg("web", i), 0);
        }
        outbox.next(0);
        assertThat(outbox.remove(leg -> true)).hasSize(4);
        assertThat(outbox.inFlight()).isEqualTo(1);
        assertThat(outbox.queued()).isZero();
    }
}
