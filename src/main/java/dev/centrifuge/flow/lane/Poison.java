package dev.centrifuge.flow.lane;

import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import dev.centrifuge.flow.Charge;
import dev.centrifuge.flow.Trail;

/** A record that no gateway wrote, or whose headers are broken: it goes to the dead letters as it is. */
final class Poison {
    private Poison() {}

    static void kill(Lane lane, Node node, Entry entry) {
        if (!lane.progress.take(entry.offset(), Node.NOBODY)) {
            return;
        }
        Envelope envelope = new Envelope(Node.NOBODY, "", "poison", entry.appendedAt(), null, null);
        Event event = new Event(envelope, entry.rawKey(), entry.rawValue());
        Charge charge = new Charge(event.weight());
        node.kill(lane.origin(entry.offset()), event, Node.NOBODY, charge, Trail.NONE, "poison", null);
    }
}
