package dev.centrifuge.flow.lane;

import dev.centrifuge.event.Event;
import dev.centrifuge.flow.Charge;
import dev.centrifuge.flow.Origin;
import dev.centrifuge.flow.count.Tally;
import dev.centrifuge.flow.handover.Entry;
import dev.centrifuge.flow.handover.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the main reader's records become: a record opens its legs and hands them over, or leaves those of detached scopes to these.
 * Here a scope is detached because its destination is not ready, a leg of its key is held up, or it is over its share.
 *
 * <p>Belongs to the log thread.
 */
final class Intake {
    private final Node node;

    Intake(Node node) {
        this.node = node;
    }

    /** The main reader's next record of a lane. */
    void take(Lane lane, Entry entry) {
        long offset = entry.offset();
        lane.ages.read(offset, entry.appendedAt());
        Event event = entry.event();
        String delayedFor = lane.delay() == null ? Node.NOBODY : entry.destination();
        if (event == null || delayedFor == null) {
            node.letters.poison(lane, entry);
        } else if (lane.delay() != null) {
            Pairs.Pair pair = lane.pairs.of(event.envelope().source()).of(delayedFor);
            route(entry, event, pair, lane.origin(offset), new Charge(event.weight()));
        } else if (lane.duplicates.read(event, offset, entry.appendedAt(), node.millis)) {
            node.router.deduplicated(event.envelope());
            lane.tallies.source(event.envelope().source()).duplicate();
        } else {
            List<String> destinations = node.router.destinations(event.envelope());
            List<String> unwanted = node.router.routed(event.envelope(), destinations.size());
            Pairs.OfSource of = lane.pairs.of(event.envelope().source());
            of.tallies().routed(unwanted);
            node.router.show(event, destinations.size());
            if (!destinations.isEmpty()) {
                route(entry, event, of.of(destinations), lane.origin(offset));
            }
        }
        lane.progress.advance(offset);
    }

    private void route(Entry entry, Event event, Pairs.Pair[] pairs, Origin origin) {
        Charge charge = new Charge(event.weight());
        for (Pairs.Pair pair : pairs) {
            route(entry, event, pair, origin, charge);
        }
    }

    private void route(Entry entry, Event event, Pairs.Pair pair, Origin origin, Charge charge) {
        Lane lane = pair.lane;
        Cursor cursor = detached(pair, event);
        Tally tally = pair.tally();
        tally.receive();
        if (cursor != null) {
            tally.skip();
        } else if ((lane.delay() != null || node.admits(pair, origin.offset(), event, charge))
                && lane.progress.take(origin.offset(), pair.destination)) {
            node.hand(pair, origin, event, charge, entry.trail());
        }
    }

    /** The cursor that a leg is left to, or null where it is to be handed over. */
    private @Nullable Cursor detached(Pairs.Pair pair, Event event) {
        Lane lane = pair.lane;
        Account account = pair.account;
        String source = pair.source;
        String destination = pair.destination;
        Cursor known = lane.cursors.isEmpty() ? null : lane.cursors.find(destination, source, event.key());
        if (known != null) {
            return known;
        }
        if (!account.ready()) {
            return lane.scopes.detach(
                    Scope.destination(destination), event.envelope().liveSince());
        }
        if (account.blocks(destination, source, event.key())) {
            return lane.scopes.detach(
                    Scope.key(destination, source, event.key()),
                    event.envelope().liveSince());
        }
        return node.budget.overShare(account.share, source, node.nanos)
                        && node.budget.wouldHelp(account.share, node.nanos)
                ? lane.scopes.detach(
                        Scope.pair(destination, source), event.envelope().liveSince())
                : null;
    }
}
