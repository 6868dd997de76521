package dev.centrifuge.flow.lane;

import dev.centrifuge.flow.handover.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

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
    private final Visit visit;
    private final List<Cursor> boarded = new ArrayList<>();
    private final PriorityQueue<Cursor> upcoming = new PriorityQueue<>(Comparator.comparingLong(Cursor::position));
    private boolean running;
    private long next;

    /** From here to {@link #next} there is no record. */
    private long emptyFrom;

    private long openBelow;
    private long scanned;
    private double costEach;

    Sweep(Lane lane, Node node) {
        this.lane = lane;
        this.node = node;
        this.visit = new Visit(lane, node, this);
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
        visit.serve(entry, openBelow);
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
                lane.scopes.attach(cursor);
            } else {
                cursor.full = true;
                drop(cursor);
            }
        }
        forgetAll();
        running = false;
    }
}
