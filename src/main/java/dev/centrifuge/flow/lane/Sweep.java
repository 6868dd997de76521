package dev.centrifuge.flow.lane;

import dev.centrifuge.event.Event;
import dev.centrifuge.flow.Charge;
import dev.centrifuge.flow.handover.Entry;
import dev.centrifuge.flow.handover.Scope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * One pass over a stretch of a partition, for every detached scope that can take events there. Forward only; a scope boards
 * when the sweep comes to its position, leaves when it is full, and is attached when the sweep meets the main reader.
 *
 * <p>Whoever has the consumers reads from {@link #next} on while it is {@link #running}, and gives it each record.
 *
 * <p>Belongs to the log thread.
 */
public final class Sweep {
    private final Lane lane;
    private final Node node;
    private final List<Cursor> boarded = new ArrayList<>();
    private final PriorityQueue<Cursor> upcoming = new PriorityQueue<>(Comparator.comparingLong(Cursor::position));
    private final List<String> open = new ArrayList<>();
    private boolean running;
    private long next;

    /** From here to {@link #next} there is no record. */
    private long emptyFrom;

    private long openBelow;
    private long scanned;
    private double costEach;
    private @Nullable Charge charge;

    Sweep(Lane lane, Node node) {
        this.lane = lane;
        this.node = node;
    }

    /** Whether it reads. */
    public boolean running() {
        return running;
    }

    /** The offset that it reads next; it may jump forward. */
    public long next() {
        return next;
    }

    /** Bytes read so far, shared by whoever was on board. */
    double costEach() {
        return costEach;
    }

    /** Bytes read since it started. */
    long scanned() {
        return scanned;
    }

    List<Cursor> boarded() {
        return boarded;
    }

    void start(long from) {
        running = true;
        next = from;
        emptyFrom = from;
        scanned = 0;
        openBelow = 0;
    }

    /** The scope is served from its position on, which must not be behind the sweep. */
    void expect(Cursor cursor) {
        if (cursor.expectedBy == null) {
            cursor.expectedBy = this;
            upcoming.add(cursor);
        }
    }

    /** The scope is not expected any more. */
    void forget(Cursor cursor) {
        cursor.expectedBy = null;
        upcoming.remove(cursor);
    }

    private void forgetAll() {
        upcoming.forEach(cursor -> cursor.expectedBy = null);
        upcoming.clear();
    }

    /** After {@link #start} and {@link #expect}: whoever stands where it starts boards; it may be over at once. */
    void begin() {
        board();
        passed(next);
        if (running && boarded.isEmpty()) {
            jump();
        }
    }

    /** Everybody leaves where the sweep is now. */
    void stop() {
        for (Cursor cursor : List.copyOf(boarded)) {
            drop(cursor);
        }
        forgetAll();
        running = false;
    }

    /** The log ends at {@code end} now: what comes there next must not be passed by. */
    void cut(long end) {
        if (running && next > end) {
            stop();
        }
    }

    void drop(Cursor cursor) {
        cursor.leave();
        boarded.remove(cursor);
    }

    /** The next record; those before {@link #next} are left alone. */
    public void take(Entry entry) {
        if (!running || entry.offset() < next) {
            return;
        }
        passed(entry.offset());
        if (!running) {
            return;
        }
        board();
        scanned += entry.bytes();
        costEach += (double) entry.bytes() / Math.max(1, boarded.size());
        node.scanned++;
        serve(entry);
        emptyFrom = entry.offset() + 1;
        passed(emptyFrom);
        if (running && boarded.isEmpty()) {
            jump();
        }
    }

    /** The reader has given all there is below {@code position}: offsets may have gaps. */
    public void passed(long position) {
        if (!running) {
            return;
        }
        next = Math.max(next, position);
        if (next >= lane.mark()) {
            next = lane.mark();
            arrive();
        }
    }

    private void board() {
        for (Cursor cursor = upcoming.peek(); cursor != null && cursor.position() <= next; cursor = upcoming.peek()) {
            upcoming.remove();
            cursor.expectedBy = null;
            if (cursor.sweep() == null && cursor.position() >= emptyFrom && node.wants(cursor)) {
                openBelow = Math.max(openBelow, Math.max(cursor.mark(), lane.reopenedBelow()));
                cursor.full = false;
                cursor.board(this);
                boarded.add(cursor);
            }
        }
    }

    private void jump() {
        Cursor first = upcoming.peek();
        if (first == null) {
            running = false;
        } else {
            if (first.position() > next) {
                next = first.position();
                emptyFrom = next;
            }
            begin();
        }
    }

    private void arrive() {
        for (Cursor cursor : List.copyOf(boarded)) {
            if (node.mayAttach(cursor)) {
                lane.attach(cursor);
            } else {
                cursor.full = true;
                drop(cursor);
            }
        }
        forgetAll();
        running = false;
    }

    private void serve(Entry entry) {
        charge = null;
        open.clear();
        Event event = entry.event();
        if (entry.offset() < openBelow) {
            lane.progress.forEachUnheld(entry.offset(), open::add);
            for (String destination : open) {
                if (event == null || destination.equals(Node.NOBODY)) {
                    node.poison(lane, entry);
                } else {
                    offer(entry, event, destination, false);
                }
            }
        }
        if (event != null) {
            Removal.pass(lane, node, boarded, entry, event);
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
        } else if (cursor.sweep() != this) {
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
            lane.detach(
                    Scope.key(destination, source, event.key()),
                    event.envelope().liveSince());
            return;
        }
        switch (node.treat(cursor, account, event)) {
            case LEAVE -> {
                cursor.oldestAt = event.envelope().liveSince();
                drop(cursor);
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
        if (around.sweep() != this && offset >= around.mark()) {
            lane.attach(cursor);
            return true;
        }
        Cursor outer = lane.cursors.around(around.scope);
        boolean beyond =
                outer != null && (outer.sweep() == null || outer.sweep() != around.sweep()) && offset >= outer.mark();
        if (!beyond) {
            return false;
        }
        lane.attach(around);
        return attached(cursor, offset);
    }

    /**
     * A leg of a key that was in memory when the sweep came to it was handed over before the key was blocked. It may come
     * back yet, since it was under way: then it must not find a later one handed over.
     */
    private void waitForItsKey(Cursor cursor, long offset, String destination) {
        boolean mine = cursor.scope.key() != null && cursor.sweep() == this;
        if (mine && !open.contains(destination) && lane.progress.holds(offset, destination)) {
            cursor.waitsAt = offset;
            drop(cursor);
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
            node.kill(lane.origin(entry.offset()), event, pair, shared, entry.trail(), reason);
            node.router.died(event, destination, reason);
        }
    }
}
