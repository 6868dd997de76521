package dev.centrifuge.flow.lane;

import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.Share;
import dev.centrifuge.flow.handover.Readiness;
import dev.centrifuge.flow.handover.Scope;
import dev.centrifuge.flow.outlet.Refused;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a destination stands with the log, as far as the log thread has heard, and what it holds of memory. */
final class Account {
    private final String destination;
    private final Refused refused;
    final Share share;
    Readiness readiness = Readiness.READY;
    int round;

    /**
     * Sent when the destination closed, and not back yet: legs from before that may still be under way to its loop, which
     * returns them, and would take later ones of their keys if it has opened meanwhile.
     */
    @Nullable
    Leg fence;

    /** With {@link Readiness#PROBE}: the probe was handed over. */
    boolean probing;

    /** Keys that a failed leg holds up. */
    final Set<Scope> blocked = new HashSet<>();

    /** @param refused what cannot be written, of all destinations */
    Account(String destination, Share share, Refused refused) {
        this.destination = destination;
        this.share = share;
        this.refused = refused;
    }

    /**
     * What its destination has said, but closed until the fence is back; while as many of its legs as memory affords wait for what
     * cannot be written; and, where it is removed, while there is nowhere to write that.
     */
    Readiness stands() {
        if (readiness == Readiness.REMOVED) {
            return refused.outlets().refusesLetters() ? Readiness.CLOSED : readiness;
        }
        boolean open = readiness == Readiness.READY || readiness == Readiness.PROBE;
        return open && (fence != null || refused.held().closes(destination)) ? Readiness.CLOSED : readiness;
    }

    boolean ready() {
        return stands() == Readiness.READY;
    }

    boolean blocks(Scope scope) {
        return !blocked.isEmpty() && blocked.contains(scope);
    }

    boolean blocks(String destination, String source, byte[] key) {
        return !blocked.isEmpty() && blocked.contains(Scope.key(destination, source, key));
    }
}
