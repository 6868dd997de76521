package dev.centrifuge.simulation;

import dev.centrifuge.delivery.Answer;
import dev.centrifuge.delivery.Attempt;
import dev.centrifuge.delivery.Delivery;
import dev.centrifuge.delivery.Outcome;
import dev.centrifuge.simulation.check.LegLife;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/** One node's way to one destination. Some attempts wait for a connection, and often several get theirs at the same moment. */
final class SimDelivery implements Delivery {
    private static final long CONNECTING_NANOS = 300_000_000;
    private static final long TIMEOUT_NANOS = 2_000_000_000;
    private static final int CONNECTS_EVERY = 8;

    private final World world;
    private final SimNode node;
    private final String destination;
    private int attempts;

    SimDelivery(World world, SimNode node, String destination) {
        this.world = world;
        this.node = node;
        this.destination = destination;
    }

    @Override
    public Future<Outcome> send(Attempt attempt) {
        Promise<Outcome> end = Promise.promise();
        if (attempts++ / CONNECTS_EVERY % 2 == 0) {
            leave(attempt, end);
        } else {
            long now = world.clock().nanos();
            node.process().at((now / CONNECTING_NANOS + 1) * CONNECTING_NANOS, () -> connected(attempt, end, now));
        }
        return end.future();
    }

    /** A process that was stopped meanwhile finds its attempts over. */
    private void connected(Attempt attempt, Promise<Outcome> end, long startedAt) {
        long waited = world.clock().nanos() - startedAt;
        if (waited >= TIMEOUT_NANOS) {
            end.complete(new Outcome.Failed(new Answer(0, "timeout", "", waited), 0));
        } else {
            leave(attempt, end);
        }
    }

    private void leave(Attempt attempt, Promise<Outcome> end) {
        int event = SimEvents.index(attempt.event());
        LegLife leg = world.ledger().leg(event, destination);
        attempt.leaving().run();
        world.sent(node, leg);
        node.traffic().sent(leg);
        SimAnswer answer =
                world.destination(destination).answer(event, world.clock().nanos());
        if (answer.takes()) {
            world.clock().after(answer.nanos() / 2, () -> world.taken(node, leg, answer.lost()));
        }
        if (answer.outcome() instanceof Outcome.Refused) {
            leg.refuse();
        }
        node.process().after(answer.nanos(), () -> {
            node.traffic().answered(leg, world.clock().nanos());
            world.answered(node, leg);
            end.complete(answer.outcome());
        });
    }

    @Override
    public void close() {
        // Attempts under way end as they end.
    }
}
