package dev.centrifuge.simulation;

import dev.centrifuge.flow.handover.Copy;
import dev.centrifuge.flow.lane.Lanes;
import dev.centrifuge.flow.outlet.Outlet;
import dev.centrifuge.flow.outlet.Setback;
import dev.centrifuge.simulation.check.BrokenPromise;
import dev.centrifuge.simulation.check.Promise;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Asks for outlets that refuse what they are given, as the reader's does; and sees that they do not hold up checkpoints. */
final class SimOutletWatch {
    private static final long MILLI = 1_000_000;
    private static final int MOST_UNEXPLAINED = 3;

    /**
     * So many checkpoints in a row may fail because of what they copy: each finds out an outlet or a size, and is found out by one
     * record only where they are transactions.
     */
    private static final int MOST_IN_A_ROW = 40;

    private final World world;
    private final SimNode node;
    private final Lanes lanes;
    private final SimMailbox mailbox;
    private int unexplained;
    private int inARow;

    SimOutletWatch(World world, SimNode node, Lanes lanes, SimMailbox mailbox) {
        this.world = world;
        this.node = node;
        this.lanes = lanes;
        this.mailbox = mailbox;
    }

    void ask() {
        long now = world.clock().nanos();
        lanes.refused()
                .outlets()
                .unasked(now)
                .forEach(outlet -> probe(
                        outlet,
                        there -> lanes.refused()
                                .outlets()
                                .answered(outlet, there, world.clock().nanos())));
    }

    private void probe(Outlet outlet, Consumer<Boolean> told) {
        node.process().after(MILLI + world.random().nextLong(300 * MILLI), () -> {
            boolean there = world.outlets().there(outlet);
            mailbox.post(() -> told.accept(there));
        });
    }

    void failed(List<Copy> copies, Setback setback) {
        if (setback.refused().isEmpty()) {
            suspect(copies);
        } else if (++inARow > MOST_IN_A_ROW) {
            throw new BrokenPromise(
                    Promise.HELD_APART, "%s commits nothing: %d checkpoints were refused in a row", node.id(), inARow);
        } else {
            lookAt(copies);
        }
    }

    private void suspect(List<Copy> copies) {
        Set<Outlet> unsuspected = unsuspected(copies);
        unexplained += unsuspected.isEmpty() ? 0 : 1;
        if (unexplained >= MOST_UNEXPLAINED) {
            unsuspected.forEach(this::refuse);
        } else {
            lookAt(copies);
        }
    }

    private void lookAt(List<Copy> copies) {
        unsuspected(copies)
                .forEach(outlet -> probe(outlet, there -> {
                    if (!there) {
                        refuse(outlet);
                    }
                }));
    }

    private Set<Outlet> unsuspected(List<Copy> copies) {
        Set<Outlet> outlets = new LinkedHashSet<>();
        copies.stream()
                .map(Outlet::of)
                .filter(outlet -> !lanes.refused().outlets().refuses(outlet))
                .forEach(outlets::add);
        return outlets;
    }

    private void refuse(Outlet outlet) {
        lanes.refused().outlets().refused(outlet, null, world.clock().nanos());
    }

    void committed() {
        unexplained = 0;
        inARow = 0;
    }
}
