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
    private static final byte[] NOTHING = new byte[0];

    private final Node node;

    Letters(Node node) {
        this.node = node;
    }

    /** A leg ends among the dead letters without having been handed over. */
    void kill(Origin origin, Event event, Pairs.Pair pair, Charge charge, Trail trail, String reason) {
        Leg leg = new Leg(origin, event, pair.destination, charge, trail, pair.account.round, pair);
        bury(leg, pair.account, new Copy.Dead(reason, node.millis, null));
    }

    /** A letter that stands for a stretch of the log. */
    void kill(Origin origin, Event event, String destination, Trail trail, String reason, Copy.Range range) {
        Account account = node.account(destination);
        Charge charge = new Charge(event.weight(), true);
        Leg leg = new Leg(origin, event, destination, charge, trail, account.round);
        bury(leg, account, new Copy.Dead(reason, node.millis, range));
    }

    private void bury(Leg leg, Account account, Copy.Dead to) {
        node.budget.charge(leg, account.share, node.nanos);
        node.copies.add(new Copy(leg, to));
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

    /**
     * A record that no gateway wrote, or whose headers are broken: it goes to the dead letters as it is. While these are refused
     * only its place is kept, since there is no destination whose cursor it could be left to.
     */
    void poison(Lane lane, Entry entry) {
        if (lane.progress.take(entry.offset(), Node.NOBODY)) {
            Envelope envelope = new Envelope(Node.NOBODY, "", "poison", entry.appendedAt(), null, null);
            byte[] value = entry.rawValue();
            boolean inEvents = lane.delay() == null;
            boolean bare = inEvents && value.length > 0 && node.copies.refusesLetter(lane.partition());
            Event event = bare ? new Event(envelope, NOTHING, NOTHING) : new Event(envelope, entry.rawKey(), value);
            Trail trail = new Trail(0, 0, 0, 0, "", "", inEvents ? entry.offset() : -1);
            Account account = node.account(Node.NOBODY);
            Charge charge = new Charge(event.weight());
            Leg leg = new Leg(lane.origin(entry.offset()), event, Node.NOBODY, charge, trail, account.round);
            bury(leg, account, new Copy.Dead("poison", node.millis, null, bare ? value.length : 0));
        }
    }
}
