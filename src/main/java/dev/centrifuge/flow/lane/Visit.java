package dev.centrifuge.flow.lane;

import dev.centrifuge.event.Event;
import dev.centrifuge.flow.Charge;
import dev.centrifuge.flow.handover.Entry;
import dev.centrifuge.flow.handover.Scope;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sweep at one record after the other: which of its legs are for a scope on board, and what becomes of these.
 *
 * <p>Belongs to the log thread.
 */
final class Visit {
    private final Lane lane;
    private final Node node;
    private final Sweep sweep;

    // Of the record that it is at.
    private final List<String> open = new ArrayList<>();
    private @Nullable Charge charge;

    Visit(Lane lane, Node node, Sweep sweep) {
        this.lane = lane;
        this.node = node;
        this.sweep = sweep;
    }

    /** @param openBelow below it a leg may be open for a scope on board, or have been open when this node took over */
    void serve(Entry entry, long openBelow) {
        charge = null;
        open.clear();
        Event event = entry.event();
        if (entry.offset() < openBelow) {
            lane.progress.forEachUnheld(entry.offset(), open::add);
            for (String destination : open) {
                if (event == null || destination.equals(Node.NOBODY)) {
                    node.letters.poison(lane, entry);
                } else {
                    offer(entry, event, destination, false);
                }
            }
        }
        if (event != null) {
            Removal.pass(lane, node, sweep.boarded(), entry, event);
            for (String destination : routed(entry, event)) {
                offer(entry, event, destination, true);
            }
        }
    }

    private List<String> routed(Entry entry, Event event) {
        if (lane.delay() != null) {
            String delayedFor = entry.destination();
            return delayedFor == null ? List.of() : List.of(delayedFor);
        }
        return lane.duplicates.suppressed(entry.offset()) ? List.of() : node.router.destinations(event.envelope());
    }

    /**
     * A leg of the record, open or routed, or both: where a kill cut a checkpoint's writes off, a leg may be listed as open
     * that is not below its scope's mark.
     */
    private void offer(Entry entry, Event event, String destination, boolean routed) {
        Cursor cursor = lane.cursors.find(destination, event.envelope().source(), event.key());
        if (cursor == null) {
            return;
        }
        long offset = entry.offset();
        boolean unread = offset >= cursor.mark();
        if (routed && !unread) {
            waitForItsKey(cursor, offset, destination);
        } else if (cursor.sweep() != sweep) {
            return; // A smaller scope's, which reads it by itself.
        } else if (routed && open.contains(destination)) {
            return; // It was open, too, and is handed over already: its scope must not be left here.
        } else if (!unread || !attached(cursor, offset)) {
            serve(entry, event, destination, cursor, routed);
        }
    }

    private void serve(Entry entry, Event event, String destination, Cursor cursor, boolean unread) {
        String source = event.envelope().source();
        Account account = node.account(destination);
        if (cursor.scope.key() == null && account.blocks(destination, source, event.key())) {
            lane.scopes.detach(
                    Scope.key(destination, source, event.key()),
                    event.envelope().liveSince());
            return;
        }
        switch (node.treat(cursor, account, event)) {
            case LEAVE -> {
                cursor.oldestAt = event.envelope().liveSince();
                sweep.drop(cursor);
            }
            case HAND -> take(entry, event, destination, unread, null);
            case KILL_EXPIRED -> take(entry, event, destination, unread, "ttl");
            case KILL_REMOVED -> take(entry, event, destination, unread, "destination_removed");
        }
    }

    /**
     * A smaller scope that has caught up with one around it is part of that again. The scope around it may itself be past the
     * next one, where it had no leg of its own to notice: then that is settled first.
     */
    private boolean attached(Cursor cursor, long offset) {
        Cursor around = lane.cursors.around(cursor.scope);
        if (around == null) {
            return false;
        }
        if (around.sweep() != sweep && offset >= around.mark()) {
            lane.scopes.attach(cursor);
            return true;
        }
        Cursor outer = lane.cursors.around(around.scope);
        boolean beyond =
                outer != null && (outer.sweep() == null || outer.sweep() != around.sweep()) && offset >= outer.mark();
        if (!beyond) {
            return false;
        }
        lane.scopes.attach(around);
        return attached(cursor, offset);
    }

    /**
     * A leg of a key that was in memory when the sweep came to it was handed over before the key was blocked. It may come
     * back yet, since it was under way: then it must not find a later one handed over.
     */
    private void waitForItsKey(Cursor cursor, long offset, String destination) {
        boolean mine = cursor.scope.key() != null && cursor.sweep() == sweep;
        if (mine && !open.contains(destination) && lane.progress.holds(offset, destination)) {
            cursor.waitsAt = offset;
            sweep.drop(cursor);
        }
    }

    private void take(Entry entry, Event event, String destination, boolean unread, @Nullable String reason) {
        Pairs.Pair pair = lane.pairs.of(event.envelope().source()).of(destination);
        if (unread) {
            lane.cursors.read(destination, entry.offset());
            pair.tally().read();
        }
        Charge shared = charge == null ? new Charge(event.weight(), true) : charge;
        charge = shared;
        // What is open was screened before, and what comes from a delay topic, too.
        boolean screens = unread && lane.delay() == null;
        if ((screens && !node.admits(pair, entry.offset(), event, shared))
                || !lane.progress.take(entry.offset(), destination)) {
            pair.account.probing = false;
            return;
        }
        node.used++;
        if (reason == null) {
            node.hand(pair, lane.origin(entry.offset()), event, shared, entry.trail());
        } else {
            node.letters.kill(lane.origin(entry.offset()), event, pair, shared, entry.trail(), reason);
            node.router.died(event, destination, reason);
        }
    }
}
