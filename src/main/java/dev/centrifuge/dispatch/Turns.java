package dev.centrifuge.dispatch;

import dev.centrifuge.flow.Leg;
import dev.centrifuge.time.Ticker;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What an event loop has to do for its destinations, a slice at a turn. One poll of the log may bring a hundred thousand
 * legs, and each of hundreds of destinations may want to open connections: done at once, the answers of all others would
 * wait for it.
 *
 * <p>A turn hands over so many legs, in the order in which they came, then lets those that may have something to send
 * start a few attempts each, one after the other, and ends when its time is over. Between two turns the loop serves its sockets.
 *
 * <p>Belongs to one event loop.
 */
final class Turns {
    /** How many legs a turn hands over at most: some 500 µs of work. */
    private static final int LEGS = 2_048;

    /** For how long it starts attempts then, but for those of the last destination. */
    private static final long SENDING_NANOS = 2_000_000;

    private final Consumer<Leg> offer;
    private final Consumer<Runnable> post;
    private final Ticker ticker;
    private final ArrayDeque<Iterator<Leg>> arrived = new ArrayDeque<>();
    private final Set<Destination> eager = new LinkedHashSet<>();
    private boolean posted;

    /**
     * @param offer gives a leg to its destination, and calls {@link #add} for that
     * @param post runs something in a later turn of the loop
     */
    Turns(Consumer<Leg> offer, Consumer<Runnable> post, Ticker ticker) {
        this.offer = offer;
        this.post = post;
        this.ticker = ticker;
    }

    /** Legs came from the log. Begins with them at once, unless others wait. */
    void accept(List<Leg> legs) {
        arrived.add(legs.iterator());
        if (!posted) {
            turn();
        }
    }

    /** A destination may have something to send: it is asked within this turn or a later one. */
    void add(Destination destination) {
        eager.add(destination);
    }

    /** The same where no turn may be under way. */
    void again(Destination destination) {
        eager.add(destination);
        post();
    }

    private void post() {
        if (!posted) {
            posted = true;
            post.accept(() -> {
                posted = false;
                turn();
            });
        }
    }

    private void turn() {
        handOver();
        send(ticker.nanos() + SENDING_NANOS);
        if (!arrived.isEmpty() || !eager.isEmpty()) {
            post();
        }
    }

    private void handOver() {
        for (int i = 0; i < LEGS && !arrived.isEmpty(); i++) {
            Iterator<Leg> first = arrived.element();
            if (first.hasNext()) {
                offer.accept(first.next());
            } else {
                arrived.remove();
            }
        }
    }

    /** Each that is eager once; who could send more stands behind all others. */
    private void send(long end) {
        for (int left = eager.size(); left > 0 && ticker.nanos() - end < 0; left--) {
            Iterator<Destination> all = eager.iterator();
            Destination first = all.next();
            all.remove();
            first.pump();
        }
    }
}
