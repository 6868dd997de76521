package dev.centrifuge.flow.lane;

import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import dev.centrifuge.flow.Charge;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.Origin;
import dev.centrifuge.flow.Trail;
import dev.centrifuge.flow.handover.Copy;
import dev.centrifuge.flow.handover.Entry;
import dev.centrifuge.flow.handover.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters that the lanes write of themselves: of legs that were never handed over, of stretches that nobody can read any more,
 * of records that are nobody's. Belongs to the log thread.
 */
final class Letters {
    private final Node node;

    Letters(Node node) {
        this.node = node;
    }

    /** A leg ends among the dead letters without having been handed over. */
    void kill(Origin origin, Event event, Pairs.Pair pair, Charge charge, Trail trail, String reason) {
        Leg leg = new Leg(origin, event, pair.destination, charge, trail, pair.account.round, pair);
        bury(leg, pair.account, reason, null);
    }

    /** A letter that stands for a stretch of the log, or for a record that is nobody's. */
    void kill(Origin origin, Event event, String destination, Trail trail, String reason, Copy.@Nullable Range range) {
        Account account = node.account(destination);
        Charge charge = new Charge(event.weight(), range != null);
        bury(new Leg(origin, event, destination, charge, trail, account.round), account, reason, range);
    }

    private void bury(Leg leg, Account account, String reason, Copy.@Nullable Range range) {
        node.budget.charge(leg, account.share, node.nanos);
        node.copies.add(new Copy(leg, new Copy.Dead(reason, node.millis, range)));
    }

    /**
     * The letter of a stretch cannot be written: the cursor that it ended begins there again, and tells of the same when it can.
     */
    void unbury(Copy copy, @Nullable Lane owner) {
        if (owner != null && copy.to() instanceof Copy.Dead dead && dead.range() != null) {
            String destination = copy.leg().destination();
            owner.tallies.unletter(destination, dead.range().legs());
            owner.scopes.unread(
                    Scope.destination(destination),
                    dead.range().from(),
                    copy.leg().event().envelope().liveSince());
        }
    }

    /** A record that no gateway wrote, or whose headers are broken: it goes to the dead letters as it is. */
    void poison(Lane lane, Entry entry) {
        if (lane.progress.take(entry.offset(), Node.NOBODY)) {
            Envelope envelope = new Envelope(Node.NOBODY, "", "poison", entry.appendedAt(), null, null);
            Event event = new Event(envelope, entry.rawKey(), entry.rawValue());
            long at = lane.delay() == null ? entry.offset() : -1;
            Trail trail = new Trail(0, 0, 0, 0, "", "", at);
            kill(lane.origin(entry.offset()), event, Node.NOBODY, trail, "poison", null);
        }
    }
}
