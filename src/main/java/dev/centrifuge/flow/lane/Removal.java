package dev.centrifuge.flow.lane;

import dev.centrifuge.event.Event;
import dev.centrifuge.flow.handover.Copy;
import dev.centrifuge.flow.handover.Entry;
import dev.centrifuge.flow.handover.Readiness;
import dev.centrifuge.flow.handover.Scope;
import java.util.Comparator;
import java.util.List;

/**
 * What becomes of the cursors of a removed destination. What they have not read can only be told by its configuration, which
 * is gone: one dead letter names the stretch, from the lowest of their marks to the main reader's, since a pair or a user may
 * stand far behind the destination's own cursor. What is open is read as ever, and dies leg by leg. In a delay topic each
 * record names its destination.
 */
final class Removal {
    private static final Comparator<Cursor> SMALLEST_FIRST = Comparator.comparingInt(cursor -> cursor.scope.size());

    private Removal() {}

    /**
     * A sweep with these on board has come to an event: those that it is unread for end here; where the letter cannot be written,
     * they leave, or they would be carried past what it is to tell of.
     */
    static void pass(Lane lane, Node node, List<Cursor> boarded, Entry entry, Event event) {
        if (lane.delay() != null || !node.someRemoved()) {
            return;
        }
        boolean refused = node.copies.refusesLetter(lane.partition());
        boarded.stream()
                .filter(cursor -> entry.offset() >= cursor.mark())
                .filter(cursor -> node.account(cursor.scope.destination()).readiness == Readiness.REMOVED)
                .sorted(SMALLEST_FIRST)
                .toList()
                .forEach(cursor -> {
                    if (refused) {
                        lane.scopes.leave(cursor);
                    } else {
                        end(cursor, lane, node, entry, event);
                    }
                });
    }

    /**
     * The letter and the end of the cursor are in one checkpoint, so that no leg need be open for it; the one at this offset
     * may be another scope's.
     */
    private static void end(Cursor cursor, Lane lane, Node node, Entry entry, Event event) {
        String destination = cursor.scope.destination();
        Copy.Range range = lane.cursors.tell(destination, lane.mark(), lane.tallies.skipped(destination));
        if (range != null) {
            lane.tallies.letter(destination);
            node.letters.kill(
                    lane.origin(entry.offset()), event, destination, entry.trail(), "destination_removed", range);
        }
        lane.scopes.attach(cursor);
        long open = entry.offset() < lane.reopenedBelow() ? lane.progress.firstUnheld(destination) : lane.mark();
        if (open < lane.mark() && lane.cursors.around(cursor.scope) == null) {
            // A kill has left a leg open that is not below its scope's mark.
            lane.scopes
                    .detach(Scope.destination(destination), event.envelope().liveSince())
                    .rewind(open);
        }
    }
}
