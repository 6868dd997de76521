package dev.centrifuge.flow.handover;

import dev.centrifuge.flow.Delay;
import dev.centrifuge.flow.Leg;

/**
 * What dispatch tells the log: how legs that {@link LegRouter#deliver} handed over end, each with exactly one call of the
 * first five, and how destinations stand. From any thread; what one thread tells is heard in that order.
 *
 * <p>What is not returned is resolved for good only when the next checkpoint has committed.
 *
 * <p>Rounds keep order through trouble. A destination has a counter; each time it closes, or blocks a key, the counter goes
 * up by one and is told before the legs that are returned because of it. The log stamps legs with the last round it heard
 * ({@link Leg#round}). A leg that arrives with a lower round than the last closing (or than the last blocking of its key)
 * was under way when that happened: it is returned too, since earlier ones were. A destination may have opened again by then:
 * so the log sends a {@link Leg#fence} after each closing, which comes back like these and behind them, and hands nothing over
 * before it has.
 */
public interface LegEnds {

    /** Delivered. */
    void resolved(Leg leg);

    /** Not attempted, since the destination is not to get it. */
    void filtered(Leg leg);

    /** To be tried again after a delay: it goes to that delay topic. Never for ordered destinations. */
    void put(Leg leg, Delay delay);

    /**
     * Given up. {@code reason} is from a small fixed set. Where the leg is {@link Leg#awaited} the log delivers it again when
     * this is on record, unless its partition goes elsewhere: then it is told of nothing more.
     */
    void dead(Leg leg, String reason);

    /** Not attempted, or attempted without an end: it stays open, and is read again when its scope takes events. */
    void returned(Leg leg);

    /** How a destination stands from now on; only changes need be told. {@code round} is its counter. */
    void readiness(String destination, Readiness readiness, int round);

    /** A pair's oldest leg waits for too long behind its rate: the pair is read later, its queue stays. */
    void behind(String destination, String source);

    /** Where order is asked: {@code leg} failed and holds up its key. Later legs of the key are read when it is unblocked. */
    void blocked(Leg leg, int round);

    /** The leg that held up its key has ended. */
    void unblocked(Leg leg);
}
