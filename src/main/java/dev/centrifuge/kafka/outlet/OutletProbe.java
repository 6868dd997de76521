package dev.centrifuge.kafka.outlet;

import dev.centrifuge.flow.outlet.Outlet;
import java.util.function.Consumer;

/** Asks whether an outlet could be written to. */
@FunctionalInterface
public interface OutletProbe {

    /**
     * Does not block.
     *
     * @param topic the outlet's
     * @param told the answer, once, on whatever thread
     */
    void ask(Outlet outlet, String topic, Consumer<Boolean> told);
}
