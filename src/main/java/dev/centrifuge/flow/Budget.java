package dev.centrifuge.flow;

import java.util.HashMap;
import java.util.Map;

/**
 * The node's one byte budget for legs in memory, with a dynamic threshold per pair (Choudhury and Hahne, 1998): a pair may
 * hold as much as is still free. So one may take half of an empty budget, and each of n busy ones settles at 1/(n+1), without
 * a figure to configure. Catching up has a part of the budget, {@value #CATCH_UP}, with a threshold of its own.
 *
 * <p>A destination of which no leg has ended within a second may be hung, and holds little: a part, 1/{@value #UNPROVEN}, of
 * what it would hold otherwise. Two hundred that hang would fill the memory, until their time-outs tell, and catching up's
 * part again and again.
 *
 * <pre>
 *   |==== A ====|== B ==|.......... free ..........|     A and B may grow to the length of "free"
 * </pre>
 *
 * <p>Invariant: used = the sum of the bytes of events that have a leg in memory, each once, and {@value #LEG_BYTES} for each
 * leg; a share counts the full event for each of its legs. Belongs to the log thread.
 */
public final class Budget {
    /**
     * What a leg itself takes: the object, its origin, its places in queues and messages. With hundreds of destinations an
     * event's legs take many times what the event does.
     */
    static final int LEG_BYTES = 128;

    private static final double CATCH_UP = 0.3;
    private static final int UNPROVEN = 32;

    /** The most that one scope holds while it catches up: some 100 ms of work for a fast destination. */
    private static final long MOST_CATCHING_UP = 4 * 1024 * 1024;

    /**
     * How many seconds of its destination's work a scope may hold while it catches up, where that part of the budget is free:
     * longer than a sweep takes to come by again, and than most requests take. With hundreds of them about one is left.
     */
    private static final double CATCH_UP_SECONDS = 4;

    /** Whatever its work, a scope may hold this part of what is free: requests that take long need more than their rate says. */
    private static final int AT_LEAST = 256;

    /** A destination that got nothing for so long does not count as waiting for the reader. */
    private static final long ACTIVE_NANOS = 1_000_000_000L;

    private static final long LOOK_NANOS = 50_000_000L;

    private final long limit;
    private final long catchUpLimit;
    private final Map<String, Share> shares = new HashMap<>();
    private long used;
    private long catchUp;
    private long hungry;
    private long hungryUntil = Long.MIN_VALUE;

    /** @param limit in bytes; more than one event may overshoot it by what one poll returns */
    public Budget(long limit) {
        this.limit = limit;
        this.catchUpLimit = (long) (limit * CATCH_UP);
    }

    /** What a destination holds; the same object for ever. */
    public Share share(String destination) {
        Share share = shares.get(destination);
        if (share == null) {
            share = new Share();
            shares.put(destination, share);
        }
        return share;
    }

    public void charge(Leg leg, Share share, long nowNanos) {
        Charge charge = leg.charge();
        int added = LEG_BYTES + (charge.join() ? charge.bytes() : 0);
        used += added;
        catchUp += charge.catchUp() ? added : 0;
        share.charge(leg.event().envelope().source(), charge.bytes(), nowNanos);
    }

    public void release(Leg leg) {
        release(leg, share(leg.destination()));
    }

    /** @param share of its destination */
    public void release(Leg leg, Share share) {
        Charge charge = leg.charge();
        int freed = LEG_BYTES + (charge.leave() ? charge.bytes() : 0);
        used -= freed;
        catchUp -= charge.catchUp() ? freed : 0;
        share.release(leg.event().envelope().source(), charge.bytes());
    }

    /** What legs may hold, in bytes. */
    public long limit() {
        return limit;
    }

    public long used() {
        return used;
    }

    /** Nothing more may be read until {@link #relaxed()}. */
    public boolean exhausted() {
        return used >= limit;
    }

    /** Enough is free again to read on: hysteresis, so that the reader does not flap. */
    public boolean relaxed() {
        return used < limit - limit / 4;
    }

    /** Whether a pair holds more than it may: what is free, or a small part of that where no leg of the destination ends. */
    public boolean overShare(Share share, String source, long nowNanos) {
        long free = limit - used;
        return share.bytes(source) > (share.endedWithin(ACTIVE_NANOS, nowNanos) ? free : free / UNPROVEN);
    }

    /**
     * What a scope of that destination may hold while it catches up, in bytes: as many seconds of work as any other, and fewer
     * the less is free. As many bytes would be seconds for a slow one and milliseconds for a fast one, which would wait with
     * empty hands until a sweep comes by again; it would fall behind the others, and then needs a pass of its own.
     */
    public long catchUpShare(Share share, long nowNanos) {
        long most = mostCatchingUp(share, nowNanos);
        double perSecond = share.endedPerSecond(nowNanos);
        if (Double.isNaN(perSecond) || !share.endedWithin(ACTIVE_NANOS, nowNanos)) {
            return most;
        }
        double free = Math.max(0, catchUpLimit - catchUp);
        double work = perSecond * CATCH_UP_SECONDS * free / catchUpLimit;
        return Math.min(most, (long) Math.max(free / AT_LEAST, work));
    }

    /** What the others leave of catching up's part, or a small part of that where no leg of the destination ends. */
    private long mostCatchingUp(Share share, long nowNanos) {
        long free = Math.max(0, catchUpLimit - catchUp);
        return Math.min(MOST_CATCHING_UP, share.endedWithin(ACTIVE_NANOS, nowNanos) ? free : free / UNPROVEN);
    }

    /** Whether a scope that has caught up may be live again while it holds {@code held} bytes: hysteresis, lest it flap. */
    public boolean mayBeLive(long held, Share share, long nowNanos) {
        long most = mostCatchingUp(share, nowNanos);
        // Where that is little it is far below what a live one may hold as it is.
        return held < Math.max(1, share.endedWithin(ACTIVE_NANOS, nowNanos) ? most / 4 : most);
    }

    /**
     * Whether detaching a pair of {@code share} that is over its own share would help somebody: another source of the
     * destination, or another destination, that took events within the last second would starve if the reader paused. Where it
     * would help nobody the reader pauses instead.
     */
    public boolean wouldHelp(Share share, long nowNanos) {
        return share.sharedWithin(ACTIVE_NANOS, nowNanos) || someoneElseHungry(share, nowNanos);
    }

    /** Looked at every 50 ms at most. */
    private boolean someoneElseHungry(Share but, long nowNanos) {
        if (hungryUntil == Long.MIN_VALUE || nowNanos - hungryUntil >= 0) {
            hungryUntil = nowNanos + LOOK_NANOS;
            hungry = shares.values().stream()
                    .filter(share -> isHungry(share, nowNanos))
                    .limit(2)
                    .count();
        }
        return hungry > (isHungry(but, nowNanos) ? 1 : 0);
    }

    private boolean isHungry(Share share, long nowNanos) {
        return share.bytes() < (limit - used) / 8 && share.tookWithin(ACTIVE_NANOS, nowNanos);
    }
}
