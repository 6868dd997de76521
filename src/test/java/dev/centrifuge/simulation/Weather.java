package dev.centrifuge.simulation;

import java.util.Random;

/** How the log treats commits: now and then there is a minute in which some fail, or their ends stay unknown. */
final class Weather {
    private static final long SPELL_NANOS = 5_000_000_000L;

    private final VirtualClock clock;
    private final Random random;
    private final boolean ever;
    private boolean delays;
    private final long until;

    Weather(VirtualClock clock, Random random, boolean ever, long until) {
        this.clock = clock;
        this.random = random;
        this.ever = ever;
        this.until = until;
    }

    private boolean bad() {
        return ever && clock.nanos() < until && (clock.nanos() / SPELL_NANOS) % 4 == 1;
    }

    boolean commitFails() {
        return bad() && random.nextInt(4) == 0;
    }

    boolean acknowledgementLost() {
        return bad() && random.nextInt(4) == 0;
    }

    /** Whether what was delivered in the last spell may be unrecorded for long. */
    boolean recently() {
        return ever || delays;
    }

    /** From now on there are checkpoints that are written more than once because of what they copy. */
    void delaysCommits() {
        delays = true;
    }
}
