package dev.centrifuge.flow.limit;

import dev.centrifuge.flow.outbox.Failure;
import dev.centrifuge.flow.outbox.Failure.Kind;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The limit against destinations of several kinds, in virtual time, always with more to send than it allows. */
class AdaptiveLimitTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000;

    private final PriorityQueue<Request> underWay = new PriorityQueue<>((a, b) -> Long.compare(a.ends, b.ends));
    private final Random random = new Random(11);
    private AdaptiveLimit limit = new AdaptiveLimit(64, true, 0);
    private long now;

    /** @param failure null where it is taken */
    private record Request(long starts, long ends, Kind failure) {}

    /** Sends until {@code until}; returns how many were taken in the last ten seconds. */
    private int run(long until, ToLongFunction<Integer> latency, ToLongFunction<Integer> failing) {
        int taken = 0;
        while (now < until) {
            while (underWay.size() < limit.limit(now)) {
                int kind = (int) failing.applyAsLong(underWay.size());
                Kind failure = kind < 0 ? null : Kind.values()[kind];
                underWay.add(new Request(now, now + latency.applyAsLong(underWay.size()), failure));
            }
            Request first = underWay.element();
            now = Math.min(first.ends, limit.growsAt(now));
            if (now == first.ends) {
                underWay.remove();
                taken += end(first) && now > until - 10 * SECOND ? 1 : 0;
            }
        }
        return taken;
    }

    private boolean end(Request request) {
        long took = request.ends - request.starts;
        if (request.failure == null) {
            limit.succeeded(underWay.size() + 1, took, now);
            return true;
        }
        limit.failed(new Failure(request.failure, 0, took), underWay.size() + 1, now);
        return false;
    }

    private long around(long nanos) {
        return (long) (nanos * Math.exp(0.5 * random.nextGaussian()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 30, 300, 1_000, 4_000})
    void healthy_hasItsCapWithinTenSeconds_howeverSlow(long latencyMillis) {
        run(10 * SECOND, inFlight -> around(latencyMillis * MILLI), inFlight -> -1);
        assertThat(limit.limit(now)).isGreaterThanOrEqualTo(57);
    }

    @Test
    void start_isARamp_fromTheFirstAnswerOn() {
        assertThat(limit.limit(0)).isEqualTo(4);
        assertThat(limit.limit(100 * SECOND)).isEqualTo(4);
        assertThat(limit.growsAt(100 * SECOND)).isEqualTo(Long.MAX_VALUE);
        limit.succeeded(1, 10 * MILLI, 100 * SECOND);
        assertThat(limit.limit(100 * SECOND)).isEqualTo(4);
        assertThat(limit.limit(101 * SECOND)).isEqualTo(8);
        assertThat(limit.limit(104 * SECOND)).isEqualTo(64);
        assertThat(limit.growsAt(100 * SECOND)).isLessThan(101 * SECOND);
    }

    @Test
    void start_doublesPerRoundTrip_ofTenMilliseconds() {
        run(80 * MILLI, inFlight -> 10 * MILLI, inFlight -> -1);
        assertThat(limit.limit(now)).isEqualTo(64);
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 100, 1_000})
    void recovery_isAtFullRateWithinTenSeconds(long latencyMillis) {
        limit.succeeded(1, MILLI, 0);
        limit.restart(0);
        assertThat(limit.limit(0)).isEqualTo(4);
        run(10 * SECOND, inFlight -> around(latencyMillis * MILLI), inFlight -> -1);
        assertThat(limit.limit(now)).isGreaterThanOrEqualTo(57);
    }

    /** It can do 20 at a time; what is more waits in its queue. */
    @Test
    void queueing_isNotFilledWithoutEnd() {
        run(60 * SECOND, inFlight -> 50 * MILLI * Math.max(20, inFlight) / 20, inFlight -> -1);
        assertThat(limit.limit(now)).isBetween(20, 60);
    }

    /** It turns away what is more than 10 at a time. */
    @ParameterizedTest
    @ValueSource(longs = {5, 50, 500})
    void overloaded_isBackedOff_andUsed(long latencyMillis) {
        long end = 60 * SECOND;
        int taken = run(
                end,
                inFlight -> around(latencyMillis * MILLI),
                inFlight -> inFlight > 10 ? Kind.TURNED_AWAY.ordinal() : -1);
        assertThat(limit.limit(now)).isBetween(5, 20);
        assertThat(taken).isGreaterThan((int) (0.5 * 10 * 10_000 / latencyMillis));
    }

    /** What always hangs for ten seconds ends up with next to nothing. */
    @Test
    void hung_doesNotKeepItsCapsWorth() {
        run(5 * SECOND, inFlight -> around(50 * MILLI), inFlight -> -1);
        assertThat(limit.limit(now)).isGreaterThan(50);
        run(95 * SECOND, inFlight -> 10 * SECOND, inFlight -> Kind.SILENT.ordinal());
        assertThat(limit.limit(now)).isLessThanOrEqualTo(2);
        long healed = now;
        run(healed + 20 * SECOND, inFlight -> around(50 * MILLI), inFlight -> -1);
        assertThat(limit.limit(now)).isGreaterThan(50);
    }

    /** There the events are in trouble, and the other half should not suffer. */
    @Test
    void halfOfTheEventsFailing_isNoReasonToShrink() {
        run(30 * SECOND, inFlight -> around(50 * MILLI), inFlight -> random.nextBoolean() ? Kind.ERROR.ordinal() : -1);
        assertThat(limit.limit(now)).isGreaterThanOrEqualTo(40);
    }

    @Test
    void slower_isBackedOff_atOnce() {
        run(10 * SECOND, inFlight -> around(50 * MILLI), inFlight -> -1);
        int before = limit.limit(now);
        run(11 * SECOND, inFlight -> around(400 * MILLI), inFlight -> -1);
        assertThat(limit.limit(now)).isLessThan(before);
    }

    @Test
    void unused_doesNotGrow_onceTheRampIsOver() {
        limit.failed(new Failure(Kind.TURNED_AWAY, 0, MILLI), 1, 0);
        limit.succeeded(1, 10 * MILLI, SECOND);
        int before = limit.limit(SECOND);
        for (int i = 2; i < 1_000; i++) {
            limit.succeeded(1, 10 * MILLI, i * SECOND);
        }
        assertThat(limit.limit(1_000 * SECOND)).isEqualTo(before);
    }

    @Test
    void fixed_staysWhereItIs_butForTheRampAfterARecovery() {
        limit = new AdaptiveLimit(32, false, 0);
        limit.failed(new Failure(Kind.TURNED_AWAY, 0, MILLI), 7, 0);
        limit.failed(new Failure(Kind.SILENT, 0, MILLI), 7, SECOND);
        assertThat(limit.limit(SECOND)).isEqualTo(32);
        limit.succeeded(1, MILLI, SECOND);
        limit.restart(SECOND);
        assertThat(limit.limit(SECOND)).isEqualTo(4);
        assertThat(limit.limit(4 * SECOND)).isEqualTo(32);
    }
}
