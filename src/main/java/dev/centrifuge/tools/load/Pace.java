package dev.centrifuge.tools.load;

import java.util.concurrent.TimeUnit;

/** When requests are sent. */
public sealed interface Pace {

    /** Each connection sends its next request when its last was answered: how fast can it go? */
    record Closed() implements Pace {}

    /**
     * Whether answers come or not. A request that has to wait for a free connection keeps the time it was meant to be
     * sent at: its wait is part of its latency. Pure; may be asked from any thread.
     */
    non-sealed interface Timed extends Pace {
        /** When request {@code number} is due, in nanoseconds from the start: never before the one with a lower number. */
        long due(long number);
    }

    /** So many requests a second, evenly spaced. */
    record Open(double perSecond) implements Timed {
        public Open {
            if (!(perSecond > 0 && perSecond <= 10_000_000)) {
                throw new IllegalArgumentException("a rate is above 0 and at most 10,000,000 per second");
            }
        }

        @Override
        public long due(long number) {
            return (long) (number * (TimeUnit.SECONDS.toNanos(1) / perSecond));
        }
    }
}
