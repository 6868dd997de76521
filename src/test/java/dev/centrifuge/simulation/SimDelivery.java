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
        LegLife leg = world.ledger().leg(SimEvents.index(attempt.event()), destination);
        Traffic.Read read = node.traffic().read(leg, attempt.event());
        if (attempts++ / CONNECTS_EVERY % 2 == 0) {
            leave(attempt, read, end);
        } else {
            long now = world.clock().nanos();
            long connected = (now / CONNECTING_NANOS + 1) * CONNECTING_NANOS;
            node.process().at(connected, () -> connected(attempt, read, end, now));
        }
        return end.future();
    }

    /** A process that was stopped meanwhile finds its attempts over. */
    private void connected(Attempt attempt, Traffic.Read read, Promise<Outcome> end, long startedAt) {
        long waited = world.clock().nanos() - startedAt;
        if (waited >= TIMEOUT_NANOS) {
            end.complete(new Outcome.Failed(new Answer(0, "timeout", "", waited), 0));
        } else {
            leave(attempt, read, end);
        }
    }

    private void leave(Attempt attempt, Traffic.Read read, Promise<Outcome> end) {
        LegLife leg = read.leg();
        int event = leg.event().index();
        attempt.tellLeft();
        world.witness().sent(node, leg);
        node.traffic().sent(read);
        SimAnswer answer = world.targets()
                .destination(destination)
                .answer(event, world.clock().nanos());
        if (answer.takes()) {
            world.clock().after(answer.nanos() / 2, () -> taken(read, answer.lost()));
        }
        if (answer.outcome() instanceof Outcome.Refused) {
            leg.refuse();
        }
        node.process().after(answer.nanos(), () -> {
            node.traffic().answered(read, node.process().ran());
            world.witness().answered(node, leg);
            end.complete(answer.outcome());
        });
    }

    /** What is taken in a partition that went elsewhere meanwhile is not this node's to record, and was excused when it went. */
    private void taken(Traffic.Read read, boolean lost) {
        world.witness().taken(node, read.leg(), lost);
        if (!lost && node.owns(read.origin())) {
            node.traffic().taken(read, node.process().ran());
        }
    }

    @Override
    public void close() {
        // Attempts under way end as they end.
    }
}
