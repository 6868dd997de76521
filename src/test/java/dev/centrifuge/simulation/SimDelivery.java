package dev.centrifuge.simulation;

import dev.centrifuge.delivery.Attempt;
import dev.centrifuge.delivery.Delivery;
import dev.centrifuge.delivery.Outcome;
import dev.centrifuge.simulation.check.LegLife;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/** One node's way to one destination. */
final class SimDelivery implements Delivery {
    private final World world;
    private final SimNode node;
    private final String destination;

    SimDelivery(World world, SimNode node, String destination) {
        this.world = world;
        this.node = node;
        this.destination = destination;
    }

    @Override
    public Future<Outcome> send(Attempt attempt) {
        Promise<Outcome> end = Promise.promise();
        int event = SimEvents.index(attempt.event());
        LegLife leg = world.ledger().leg(event, destination);
        world.witness().sent(node, leg);
        node.traffic().sent(leg);
        SimAnswer answer = world.targets()
                .destination(destination)
                .answer(event, world.clock().nanos());
        if (answer.takes()) {
            world.clock().after(answer.nanos() / 2, () -> world.witness().taken(node, leg, answer.lost()));
        }
        if (answer.outcome() instanceof Outcome.Refused) {
            leg.refuse();
        }
        node.process().after(answer.nanos(), () -> {
            node.traffic().answered(leg, world.clock().nanos());
            world.witness().answered(node, leg);
            end.complete(answer.outcome());
        });
        return end.future();
    }

    @Override
    public void close() {
        // Attempts under way end as they end.
    }
}
