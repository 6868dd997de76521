package dev.centrifuge.flow.lane;

import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.Share;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a destination stands with the log, as far as the log thread has heard, and what it holds of memory. */
final class Account {
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

    Account(Share share) {
        this.share = share;
    }

    /** What its destination has said, but closed until the fence is back. */
    Readiness stands() {
        boolean open = readiness == Readiness.READY || readiness == Readiness.PROBE;
        return open && fence != null ? Readiness.CLOSED : readiness;
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
