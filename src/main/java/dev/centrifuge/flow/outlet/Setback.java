package dev.centrifuge.flow.outlet;

import dev.centrifuge.flow.handover.Copy;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * What is known of the copies of a checkpoint that failed; both by identity.
 *
 * @param refused it is because of these
 * @param written they are there all the same, as happens without transactions, and need not be written again
 */
public record Setback(IdentityHashMap<Copy, Refusal> refused, Set<Copy> written) {
    public static final Setback UNKNOWN = new Setback(new IdentityHashMap<>(), Set.of());
}
