package dev.centrifuge.delivery;

import dev.centrifuge.delivery.connect.Connector;
import dev.centrifuge.time.Ticker;
import io.vertx.core.http.HttpClientConnection;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;

/**
 * The connections to one destination: at most as many as it may have requests at once, kept alive, the last used taken
 * first so that those in excess grow idle and close.
 *
 * <p>Why not the pool of Vert.x: its size and queue belong to the client, not to a destination; it resolves and keys
 * per request; and each request crosses its locks, a scan over the connections and a handful of futures. Here everything
 * belongs to one event loop, and a request costs a push and a pop.
 *
 * <p>Invariants: {@code opening + live ≤ max}, where a connection counts until it is really closed; {@code spare} holds
 * exactly the links with room; nobody waits while a link has room; whoever waits, waits for a connection that is being
 * opened or for a link that will have room.
 */
final class Connections {

    /** Common servers keep idle connections for 60 s and more; those that keep less say so or are seen closing. */
    private static final long KEEP_ALIVE = Duration.ofSeconds(30).toNanos();

    /** After this a connection gives way to a new one, which goes where the DNS points by then. */
    private static final long LIFETIME = Duration.ofMinutes(5).toNanos();

    private final Connector connector;
    private final Ticker ticker;
    private final int max;

    private final ArrayDeque<Link> spare = new ArrayDeque<>(1);
    private final ArrayDeque<Exchange> waiting = new ArrayDeque<>(1);
    private int opening;
    private int live;

    /** Those of the live ones that take requests: not retired. */
    private int willing;

    private boolean closed;

    /** Whether one connection serves many: so with HTTP/2, and assumed until the first handshake has told. */
    private boolean multiplexed;

    Connections(Connector connector, Ticker ticker, int max) {
        this.connector = connector;
        this.ticker = ticker;
        this.max = max;
        this.multiplexed = connector.mayMultiplex();
    }

    /** Gives the exchange a link, at once or later; false where too many wait already. */
    boolean acquire(Exchange exchange) {
        Link link = spare.peekLast();
        if (link != null) {
            lend(link, exchange);
            return true;
        }
        return acquireFresh(exchange);
    }

    /** As {@link #acquire}, but never a link that was idle: for an exchange that met a dead one. */
    boolean acquireFresh(Exchange exchange) {
        if (waiting.size() >= max) {
            return false;
        }
        waiting.add(exchange);
        grow();
        return true;
    }

    /** The exchange does not want a link any more. */
    void forget(Exchange exchange) {
        // Exchanges end by time-out in the order they came: it is the first one.
        waiting.removeFirstOccurrence(exchange);
    }

    /** Takes a stream's place back; {@code keepAlive} false where no other request may follow on it. */
    void release(Link link, boolean reusable) {
        link.active--;
        link.idleSince = ticker.nanos();
        if (!reusable || closed || link.idleSince - link.openedAt > LIFETIME) {
            retire(link);
        } else if (!link.closed && !link.retired) {
            offer(link);
        } else {
            link.retire();
        }
    }

    /** Lets nothing new onto a link. */
    void retire(Link link) {
        withdraw(link);
        willing -= link.retired ? 0 : 1;
        link.retire();
    }

    /** Closes what was idle too long. */
    void expire(long now) {
        for (Link link : List.copyOf(spare)) {
            if (link.isIdleTooLong(now)) {
                retire(link);
            }
        }
    }

    /** Closes idle links now, and the others with their last stream. */
    void close() {
        closed = true;
        List.copyOf(spare).forEach(this::retire);
    }

    private void lend(Link link, Exchange exchange) {
        link.active++;
        if (!link.hasRoom(max)) {
            withdraw(link);
        }
        exchange.connected(link);
    }

    /** Serves those that wait; the room that is left is spare. */
    private void offer(Link link) {
        while (link.hasRoom(max) && !waiting.isEmpty()) {
            Exchange first = waiting.removeFirst();
            // A process that was stopped must not send now what it was about to send then.
            if (!first.endIfOverdue(ticker.nanos())) {
                lend(link, first);
            }
        }
        if (link.hasRoom(max) && !link.spare) {
            link.spare = true;
            spare.addLast(link);
        }
    }

    private void withdraw(Link link) {
        if (link.spare) {
            link.spare = false;
            spare.removeLastOccurrence(link);
        }
    }

    /** Opens a connection for each that waits; where one connection serves many, one at a time. */
    private void grow() {
        while (opening < (multiplexed ? Math.min(1, waiting.size()) : waiting.size()) && opening + live < max) {
            opening++;
            connector.connect().onComplete(this::opened, this::failed);
        }
    }

    private void opened(HttpClientConnection connection) {
        opening--;
        live++;
        willing++;
        Link link = new Link(connection, ticker.nanos(), KEEP_ALIVE);
        multiplexed = link.multiplexed;
        connection.closeHandler(v -> closed(link));
        // Each exchange is told of it; without a handler Vert.x also logs it, as an error, as often as it happens.
        connection.exceptionHandler(failure -> {});
        if (link.multiplexed) {
            connection.goAwayHandler(goAway -> retire(link));
        }
        if (closed && waiting.isEmpty()) {
            retire(link);
            return;
        }
        offer(link);
        grow();
    }

    private void closed(Link link) {
        if (!link.closed) {
            link.closed = true;
            live--;
            willing -= link.retired ? 0 : 1;
            withdraw(link);
            grow();
        }
    }

    /** One waited for this connection; where one serves many, all did, unless another one can still serve them. */
    private void failed(Throwable failure) {
        opening--;
        int unlucky = multiplexed ? (opening + willing > 0 ? 0 : waiting.size()) : waiting.size() > opening ? 1 : 0;
        for (int i = 0; i < unlucky && !waiting.isEmpty(); i++) {
            waiting.removeFirst().failed(failure);
        }
        if (!multiplexed) {
            grow();
        }
    }
}
