package dev.centrifuge.flow.dedupe;

import dev.centrifuge.event.Event;
import java.util.ArrayDeque;

/**
 * The ids that were read of one partition, each with the first offset at which it was: pages, oldest first. Belongs to the log
 * thread.
 */
final class Seen {
    final ArrayDeque<Page> pages = new ArrayDeque<>();
    private final SeenIds ids;
    private long newest = Long.MIN_VALUE;
    private long readAt;

    /** Of what was appended until then not all is known. */
    private long unknownUntil = Long.MIN_VALUE;

    Seen(SeenIds ids) {
        this.ids = ids;
    }

    /**
     * The next record that is read. It is entered, unless it is a duplicate: then there is one of a lower offset, no farther
     * away than the window. A record is never its own duplicate.
     */
    boolean duplicate(Event event, long offset, long appendedAt, long now) {
        reads(appendedAt, now);
        int place = ids.find(this, event);
        if (place < 0) {
            ids.put(this, offset, appendedAt, now);
            return false;
        }
        if (ids.offset(place) >= offset) {
            return false;
        }
        if (ids.appendedAt(place) >= appendedAt - ids.window()) {
            return true;
        }
        ids.put(this, offset, appendedAt, now);
        return false;
    }

    /** A record that is known to be no duplicate: those after it are measured by it. */
    void enter(Event event, long offset, long appendedAt, long now) {
        reads(appendedAt, now);
        int place = ids.find(this, event);
        if (place < 0 || ids.offset(place) < offset) {
            ids.put(this, offset, appendedAt, now);
        }
    }

    private void reads(long appendedAt, long now) {
        newest = Math.max(newest, appendedAt);
        readAt = now;
        Page oldest = pages.peekFirst();
        while (oldest != null && oldest.lastTime < newest - ids.window()) {
            ids.free(pages.removeFirst());
            oldest = pages.peekFirst();
        }
    }

    /** How much of the log is known behind what was read last, and how long ago that was: in milliseconds. */
    long known(long now) {
        return unknownUntil == Long.MIN_VALUE ? ids.window() : newest - unknownUntil + now - readAt;
    }

    /** How old the oldest page is, by the same measure, or -1 where there is none. */
    long age(long now) {
        Page oldest = pages.peekFirst();
        return oldest == null ? -1 : Math.max(0, newest - oldest.lastTime + now - readAt);
    }

    /** Gives up the oldest page before its time. */
    Page shorten() {
        Page oldest = pages.removeFirst();
        startsBehind(oldest.lastTime);
        return oldest;
    }

    /** What was appended until then is not all entered. */
    void startsBehind(long appendedAt) {
        unknownUntil = Math.max(unknownUntil, appendedAt);
    }

    /** The log ends at {@code end} now: what was read from there on is no more. */
    void cut(long end) {
        while (!pages.isEmpty()) {
            Page last = pages.getLast();
            ids.forget(last, last.firstFrom(end));
            if (last.filled > 0) {
                return;
            }
            ids.free(pages.removeLast());
        }
    }
}
