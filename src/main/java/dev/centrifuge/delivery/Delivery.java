package dev.centrifuge.delivery;

import io.vertx.core.Future;

/** Sends attempts to one destination. Belongs to one event loop. */
public interface Delivery {

    /**
     * Sends one attempt. Called on the owner's event loop; the answer comes on the same one, within the destination's
     * {@code timeout} plus a second, whatever the other side does. The future never fails: every end is an
     * {@link Outcome}.
     */
    Future<Outcome> send(Attempt attempt);

    /** Closes idle connections now and the others once their attempts have ended. */
    void close();
}
