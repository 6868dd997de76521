package dev.centrifuge.kafka.read;

import dev.centrifuge.flow.Delay;
import dev.centrifuge.flow.Leg;

/**
 * How legs that {@link LegRouter#deliver} handed over end: each with exactly one call, from any thread. What is not
 * returned is resolved for good only when the next checkpoint has committed.
 */
public interface LegEnds {

    /** Delivered. */
    void resolved(Leg leg);

    /** To be tried again after a delay: it goes to that delay topic. */
    void put(Leg leg, Delay delay);

    /** Given up. {@code reason} is from a small fixed set. */
    void dead(Leg leg, String reason);

    /** Not attempted, or attempted without an end: it stays open for whoever owns the partition next. */
    void returned(Leg leg);
}
