package dev.centrifuge.flow.outbox;

import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.Legs;
import dev.centrifuge.flow.RecordedEnds;
import dev.centrifuge.flow.limit.Backoff;
import dev.centrifuge.flow.outbox.Failure.Kind;
import java.util.Random;

/** An outbox whose words to the log are recorded, and what its tests do with it again and again. */
abstract class OutboxFixture {
    static final long SECOND = 1_000_000_000L;
    static final long MILLI = 1_000_000;
    static final long NOW = Legs.RECEIVED_AT;
    static final long HOURS = 3_600_000;
    static final Backoff BACKOFF = new Backoff(1_000, 2, 900_000);

    final RecordedEnds ends = new RecordedEnds();
    boolean recalled;

    static Limits limits(boolean enabled, int inFlight, Limits.Rate rate, long ttlMillis) {
        return new Limits(enabled, false, inFlight, false, rate, BACKOFF, ttlMillis);
    }

    Outbox outbox(Limits limits) {
        return new Outbox("crm", limits, new Random(1), ends, leg -> recalled, 0);
    }

    final Outbox outbox = outbox(limits(true, 2, null, 4 * HOURS));

    void offer(Outbox to, int... offsets) {
        for (int offset : offsets) {
            to.offer(Legs.leg("web", offset), 0);
        }
    }

    static void fail(Outbox outbox, Leg leg, Kind kind, long gateMillis, long now) {
        Legs.fail(leg);
        outbox.failed(leg, new Failure(kind, gateMillis, MILLI), now, NOW + now / MILLI);
    }

    /** Fails legs until it closes. */
    int breakIt(long now) {
        int offset = 1_000;
        while (ends.said.stream().noneMatch(said -> said.startsWith("CLOSED"))) {
            Leg leg = outbox.next(now, NOW + now / MILLI);
            if (leg == null) {
                outbox.offer(Legs.leg("web", offset++), now);
            } else {
                fail(outbox, leg, Kind.ERROR, 0, now);
            }
        }
        return offset - 1_000;
    }
}
