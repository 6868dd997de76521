package dev.centrifuge.delivery;

import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;

/**
 * A connection to a destination, and what its pool knows of it.
 *
 * <pre>
 *   spare ⇄ full        by streams taken and given back; HTTP/1.1 has one stream, HTTP/2 many
 *     └──┴──▶ retired   takes no more streams; closes with its last one
 *               └──▶ closed
 * </pre>
 *
 * Accessed only by its pool, on the pool's event loop.
 */
final class Link {

    final HttpClientConnection http;
    final boolean multiplexed;
    final long openedAt;

    /** Streams under way. */
    int active;

    /** Whether a request was answered on it: then it may have been closed by the other side while it was idle. */
    boolean proven;

    /** Whether it is among its pool's spare ones. */
    boolean spare;

    boolean retired;
    boolean closed;

    /** When its last stream was given back, in the ticker's nanoseconds. */
    long idleSince;

    /** How long it may be idle, in nanoseconds. */
    long keepAlive;

    Link(HttpClientConnection http, long now, long keepAlive) {
        this.http = http;
        this.multiplexed = http.protocolVersion() == HttpVersion.HTTP_2;
        this.openedAt = now;
        this.idleSince = now;
        this.keepAlive = keepAlive;
    }

    boolean hasRoom(int max) {
        return !retired && !closed && active < (multiplexed ? Math.min(http.maxActiveStreams(), max) : 1);
    }

    boolean isIdleTooLong(long now) {
        return active == 0 && now - idleSince > keepAlive;
    }

    /** Whether another request may follow after this whole answer. */
    boolean survives(HttpClientResponse response) {
        if (multiplexed) {
            proven = true;
            return true;
        }
        if (response.version() != HttpVersion.HTTP_1_1
                || response.statusCode() < 200
                || "close".equalsIgnoreCase(response.getHeader(HttpHeaders.CONNECTION))) {
            return false;
        }
        if (!proven) {
            proven = true;
            keepAlive = KeepAlive.nanos(response.getHeader("keep-alive"), keepAlive);
        }
        return true;
    }

    /** No more streams; those under way may end. */
    void retire() {
        retired = true;
        if (active == 0 && !closed) {
            http.close();
        }
    }
}
