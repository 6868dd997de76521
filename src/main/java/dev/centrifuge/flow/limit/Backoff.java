package dev.centrifuge.flow.limit;

import java.util.random.RandomGenerator;

/**
 * Full-jitter exponential backoff (Brooker, "Exponential Backoff And Jitter", 2015): before retry n a wait drawn evenly
 * from 0 to {@link #ceilingMillis}.
 *
 * @param initialMillis the ceiling before the first retry
 * @param factor by how much the ceiling grows with each attempt, at least 1
 * @param maxMillis the highest ceiling
 */
public record Backoff(long initialMillis, double factor, long maxMillis) {

    /** @param attempts how many attempts were made, at least 1 */
    public long ceilingMillis(int attempts) {
        double grown = (double) initialMillis * Math.pow(factor, attempts - 1.0);
        return (long) Math.min((double) maxMillis, grown);
    }

    public long delayMillis(int attempts, RandomGenerator random) {
        return random.nextLong(ceilingMillis(attempts) + 1);
    }
}
