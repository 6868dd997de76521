package dev.centrifuge.simulation;

import java.util.Set;

/**
 * Partitions on their way out: first their legs, then a last checkpoint.
 *
 * @param lost they are another's already: nothing of them can be committed
 * @param begun nanoseconds
 */
record SimRelease(Set<Integer> going, boolean lost, long begun) {
    private static final long RELEASE_NANOS = 2_000_000_000L;
    private static final long SETTLE_NANOS = 5_000_000_000L;

    long recalledUntil() {
        return begun + RELEASE_NANOS;
    }

    long settledUntil() {
        return recalledUntil() + SETTLE_NANOS;
    }
}
