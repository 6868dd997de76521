package dev.centrifuge.flow.lane;

import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.handover.Copy;
import dev.centrifuge.flow.handover.Copy.Form;
import dev.centrifuge.flow.outlet.Refusal;
import dev.centrifuge.flow.outlet.Setback;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Lanes whose log takes some copies and refuses others. */
final class RefusedScene {
    final LaneWorld world = new LaneWorld(10_000_000);
    long nanos;

    /** What the log takes at present. */
    Predicate<Copy> takes = copy -> true;

    /** Why it does not take the others. */
    Refusal reason = Refusal.REFUSED;

    /** So many nanoseconds go by. */
    void pass(long time) {
        nanos += time;
        world.lanes.at(nanos, world.millis + nanos / 1_000_000);
    }

    /**
     * One checkpoint, which fails where it has something that is refused.
     *
     * @return whether it was committed
     */
    boolean checkpoint() {
        world.lanes
                .refused()
                .outlets()
                .unasked(nanos)
                .forEach(outlet -> world.lanes.refused().outlets().answered(outlet, true, nanos));
        Checkpoint checkpoint = world.begin();
        IdentityHashMap<Copy, Refusal> refused = new IdentityHashMap<>();
        checkpoint.copies().stream()
                .filter(copy -> copy.form() != Form.WRITTEN && !takes.test(copy))
                .forEach(copy -> refused.put(copy, reason));
        if (refused.isEmpty()) {
            world.commit(checkpoint);
            return true;
        }
        world.lanes.giveBack(checkpoint, new Setback(refused, Set.of()));
        return false;
    }

    /**
     * Until one is committed.
     *
     * @return how many it took
     */
    int commit() {
        for (int tries = 1; tries < 50; tries++) {
            if (checkpoint()) {
                return tries;
            }
        }
        throw new AssertionError("no checkpoint is committed any more");
    }

    /** Events for the destinations "a" and "b", which are in memory. */
    void start(int events) {
        world.routes.put("web", List.of("a", "b"));
        world.append(events, "web");
        world.read(events);
    }

    /** Ends what is in memory for a destination: some with a letter, the others delivered. */
    void end(String destination, Predicate<Leg> dies) {
        for (Leg leg : List.copyOf(world.inMemory)) {
            if (leg.destination().equals(destination)) {
                world.inMemory.remove(leg);
                if (dies.test(leg)) {
                    leg.trail(leg.trail().failed(world.millis, 400, "http_400", "an answer"));
                    world.lanes.ends().dead(leg, "http_400");
                } else {
                    world.lanes.ends().resolved(leg);
                }
            }
        }
    }

    /** The offsets of all copies that were committed. */
    List<Long> written() {
        return world.copied.stream()
                .map(copy -> copy.leg().origin().offset())
                .sorted()
                .toList();
    }
}
