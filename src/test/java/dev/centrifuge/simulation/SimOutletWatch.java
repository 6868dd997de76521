package dev.centrifuge.simulation;

import dev.centrifuge.flow.handover.Copy;
import dev.centrifuge.flow.lane.Lanes;
import dev.centrifuge.flow.outlet.Outlet;
import dev.centrifuge.flow.outlet.Setback;
import dev.centrifuge.kafka.Topics;
import dev.centrifuge.kafka.outlet.OutletWatch;
import dev.centrifuge.simulation.check.BrokenPromise;
import dev.centrifuge.simulation.check.Promise;
import java.util.List;
import java.util.function.Consumer;

/** The reader's watch of outlets, with answers after a while; sees that they do not hold up checkpoints. */
final class SimOutletWatch {
    private static final long MILLI = 1_000_000;

    /**
     * So many checkpoints in a row may fail because of what they copy: each finds out an outlet or a size, and is found out by one
     * record only where they are transactions.
     */
    private static final int MOST_IN_A_ROW = 40;

    private final World world;
    private final SimNode node;
    private final OutletWatch watch;
    private int inARow;

    SimOutletWatch(World world, SimNode node, Lanes lanes, SimMailbox mailbox) {
        this.world = world;
        this.node = node;
        this.watch = new OutletWatch(
                lanes,
                Topics.of("centrifuge"),
                (outlet, topic, told) -> answer(outlet, told),
                mailbox::post,
                world.clock());
    }

    void ask() {
        watch.ask();
    }

    private void answer(Outlet outlet, Consumer<Boolean> told) {
        node.process()
                .after(
                        MILLI + world.random().nextLong(300 * MILLI),
                        () -> told.accept(world.outlets().there(outlet)));
    }

    void failed(List<Copy> copies, Setback setback) {
        if (setback.refused().isEmpty()) {
            watch.suspect(copies);
        } else if (++inARow > MOST_IN_A_ROW) {
            throw new BrokenPromise(
                    Promise.HELD_APART, "%s commits nothing: %d checkpoints were refused in a row", node.id(), inARow);
        } else {
            watch.lookAt(copies);
        }
    }

    void committed() {
        watch.committed();
        inARow = 0;
    }
}
