package dev.centrifuge.flow.outbox;

import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.Legs;
import dev.centrifuge.flow.RecordedEnds;
import dev.centrifuge.flow.limit.Backoff;
import dev.centrifuge.flow.outbox.Failure.Kind;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Attempts that come to nothing before anything is sent: they say nothing of the destination, and cost it nothing. */
class OutboxUnsentTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long NOW = Legs.RECEIVED_AT;

    private final RecordedEnds ends = new RecordedEnds();

    private Outbox outbox(boolean ordered, Limits.Rate rate) {
        Limits limits = new Limits(true, ordered, 2, false, rate, new Backoff(1_000, 2, 900_000), 3_600_000);
        return new Outbox("crm", limits, new Random(1), ends, leg -> false, 0);
    }

    @Test
    void dropped_isFiltered_andMakesRoom() {
        Outbox outbox = outbox(false, null);
        for (int offset = 0; offset < 3; offset++) {
            outbox.offer(Legs.leg("web", offset), 0);
        }
        Leg first = outbox.next(0, NOW);
        outbox.next(0, NOW);
        assertThat(outbox.next(0, NOW)).isNull();
        outbox.dropped(first, 0);
        assertThat(outbox.next(0, NOW)).isNotNull();
        assertThat(ends.said).containsExactly("filtered 0");
    }

    @Test
    void unfit_isDead_atOnce() {
        Outbox outbox = outbox(false, null);
        outbox.offer(Legs.leg("web", 0), 0);
        outbox.unfit(outbox.next(0, NOW), "transform", 0);
        assertThat(ends.said).containsExactly("dead 0 transform");
        assertThat(outbox.inFlight()).isZero();
    }

    @Test
    void itsTokenOfTheRate_isNotSpent() {
        Outbox outbox = outbox(false, new Limits.Rate(10, SECOND, 1));
        outbox.offer(Legs.leg("web", 0), 0);
        outbox.offer(Legs.leg("web", 1), 0);
        outbox.dropped(outbox.next(SECOND, NOW), SECOND);
        assertThat(outbox.next(SECOND, NOW)).isNotNull();
    }

    @Test
    void ordered_theNextOfItsKeyFollows() {
        Outbox outbox = outbox(true, null);
        outbox.offer(Legs.leg("web", 0), 0);
        outbox.offer(Legs.leg("web", 1), 0);
        Leg first = outbox.next(0, NOW);
        assertThat(outbox.next(0, NOW)).isNull();
        outbox.dropped(first, 0);
        assertThat(outbox.next(0, NOW)).isNotNull();
    }

    /** A probe that is not sent neither closes the breaker nor holds up the next probe. */
    @Test
    void inTrouble_itIsNoProbe() {
        Outbox outbox = outbox(false, null);
        long now = 0;
        int offset = 0;
        while (ends.said.stream().noneMatch(said -> said.startsWith("CLOSED"))) {
            Leg leg = outbox.next(now, NOW);
            if (leg == null) {
                outbox.offer(Legs.leg("web", offset++), now);
            } else {
                Legs.fail(leg);
                outbox.failed(leg, new Failure(Kind.ERROR, 0, 1), now, NOW);
            }
        }
        now = 10 * SECOND;
        Leg probe = outbox.next(now, NOW);
        if (probe == null) {
            outbox.offer(Legs.leg("web", offset++), now);
            probe = outbox.next(now, NOW);
        }
        assertThat(probe).isNotNull();
        ends.said.clear();
        outbox.dropped(probe, now);
        Leg next = outbox.next(now, NOW);
        assertThat(ends.said).contains("filtered " + probe.origin().offset());
        assertThat(ends.said).noneMatch(said -> said.startsWith("READY"));
        assertThat(next != null || ends.said.stream().anyMatch(said -> said.startsWith("PROBE")))
                .as("another probe is taken, or asked for")
                .isTrue();
    }
}
