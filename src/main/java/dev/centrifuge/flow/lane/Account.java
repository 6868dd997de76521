package dev.centrifuge.flow.lane;

import dev.centrifuge.flow.Share;
import java.util.HashSet;
import java.util.Set;

/** How a destination stands with the log, as far as the log thread has heard, and what it holds of memory. */
final class Account {
    final Share share;
    Readiness readiness = Readiness.READY;
    int round;

    /** With {@link Readiness#PROBE}: the probe was handed over. */
    boolean probing;

    /** Keys that a failed leg holds up. */
    final Set<Scope> blocked = new HashSet<>();

    Account(Share share) {
        this.share = share;
    }

    boolean ready() {
        return readiness == Readiness.READY;
    }

    boolean blocks(Scope scope) {
        return !blocked.isEmpty() && blocked.contains(scope);
    }

    boolean blocks(String destination, String source, byte[] key) {
        return !blocked.isEmpty() && blocked.contains(Scope.key(destination, source, key));
    }
}
