package dev.centrifuge.tools.load;

/** Which request is due when, once a run has begun. Nothing is queued: what waits is known from its number alone. */
final class Schedule {
    private final Pace pace;
    private final long most;
    private final long start;
    private final long end;

    /** @param start and {@code end} in the ticker's nanoseconds */
    Schedule(LoadPlan plan, long start) {
        this.pace = plan.pace();
        this.most = plan.most();
        this.start = start;
        this.end = start + plan.duration().toNanos();
    }

    long start() {
        return start;
    }

    long due(long number) {
        return pace instanceof Pace.Timed timed ? start + timed.due(number) : start;
    }

    /** From when the latency of a request counts that is sent now. */
    long from(long number, long now) {
        return pace instanceof Pace.Timed ? due(number) : now;
    }

    /**
     * Whether {@code next} is to be sent at all. An open loop also sends what became due and is late: leaving it out
     * would hide exactly the requests that a slow server delayed.
     */
    boolean more(long next, long now) {
        boolean inTime = pace instanceof Pace.Timed ? due(next) < end : now < end;
        return inTime && next < most;
    }

    /** How many requests from {@code next} on are due by {@code now} and will have to be sent. */
    long waiting(long next, long now) {
        if (!(pace instanceof Pace.Timed)) {
            return 0;
        }
        long until = Math.min(now, end - 1);
        long step = 1;
        while (isDue(next + step - 1, until)) {
            step <<= 1;
        }
        // The first that is not due is between the last step that was and this one.
        long low = next + (step >> 1);
        long high = next + step - 1;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (isDue(middle, until)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - next;
    }

    private boolean isDue(long number, long until) {
        return number < most && due(number) <= until;
    }
}
