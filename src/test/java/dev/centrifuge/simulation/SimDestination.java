package dev.centrifuge.simulation;

import java.util.List;
import java.util.Random;

/** A destination: what it does with an attempt follows from its mood at that time. */
final class SimDestination {
    /** The longest Retry-After. */
    static final long LONGEST_GATE_MILLIS = 12_000;

    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;

    /** @param until in nanoseconds of virtual time */
    record Phase(Mood mood, long until) {}

    private final List<Phase> phases;
    private final Random random;
    private final long timeoutNanos;
    private final int perSecond;
    private long second = -1;
    private int thisSecond;

    /**
     * @param phases one after the other; after the last it is healthy
     * @param timeoutNanos after which the gateway gives an attempt up
     * @param perSecond what it takes when it throttles
     */
    SimDestination(List<Phase> phases, Random random, long timeoutNanos, int perSecond) {
        this.phases = phases;
        this.random = random;
        this.timeoutNanos = timeoutNanos;
        this.perSecond = perSecond;
    }

    Mood mood(long now) {
        for (Phase phase : phases) {
            if (now < phase.until()) {
                return phase.mood();
            }
        }
        return Mood.HEALTHY;
    }

    SimAnswer answer(int event, long now) {
        long soon = (2 + random.nextInt(40)) * MILLI;
        return switch (mood(now)) {
            case HEALTHY -> SimAnswer.delivered(soon);
            case DRIPS -> slow(500 * MILLI + random.nextLong(timeoutNanos));
            case FAILS -> SimAnswer.failed(false, 500, "http_500", 0, soon);
            case REFUSES_CONNECTIONS -> SimAnswer.failed(false, 0, "connect", 0, MILLI);
            case HANGS -> SimAnswer.failed(random.nextInt(4) == 0, 0, "timeout", 0, timeoutNanos);
            case RESETS -> SimAnswer.failed(random.nextBoolean(), 0, "reset", 0, soon);
            case THROTTLES -> throttled(now, soon);
            case FLAKY ->
                random.nextInt(3) == 0 ? SimAnswer.failed(false, 503, "http_503", 0, soon) : SimAnswer.delivered(soon);
            case HATES_HALF ->
                event % 2 == 0 ? SimAnswer.failed(false, 500, "http_500", 0, soon) : SimAnswer.delivered(soon);
            case PICKY -> event % 7 == 0 ? SimAnswer.refused(soon) : SimAnswer.delivered(soon);
        };
    }

    private SimAnswer slow(long nanos) {
        return nanos < timeoutNanos
                ? SimAnswer.delivered(nanos)
                : SimAnswer.failed(true, 0, "timeout", 0, timeoutNanos);
    }

    private SimAnswer throttled(long now, long soon) {
        if (now / SECOND != second) {
            second = now / SECOND;
            thisSecond = 0;
        }
        boolean takes = thisSecond++ < perSecond;
        return takes
                ? SimAnswer.delivered(soon)
                : SimAnswer.failed(false, 429, "http_429", 1_000 + random.nextLong(LONGEST_GATE_MILLIS - 1_000), soon);
    }
}
