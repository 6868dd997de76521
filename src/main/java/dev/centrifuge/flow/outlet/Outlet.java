package dev.centrifuge.flow.outlet;

import dev.centrifuge.flow.Delay;
import dev.centrifuge.flow.handover.Copy;
import org.jspecify.annotations.Nullable;

/**
 * Where copies go: a partition of a delay topic, or of the dead letters.
 *
 * @param delay null for the dead letters
 */
public record Outlet(@Nullable Delay delay, int partition) {

    public static Outlet of(Copy copy) {
        Delay delay = copy.to() instanceof Copy.Delayed delayed ? delayed.delay() : null;
        return new Outlet(delay, copy.leg().origin().partition());
    }
}
