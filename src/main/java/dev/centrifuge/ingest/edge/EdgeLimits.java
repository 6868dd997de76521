package dev.centrifuge.ingest.edge;

import dev.centrifuge.config.IngestConfig;
import java.time.Duration;

/**
 * What a client may take of a server.
 *
 * @param maxLine the longest request line, in bytes without its CRLF
 * @param maxHead the largest header section (also that of trailers), in bytes with its CRLFs
 * @param maxFields the most header fields of a request, and the most trailer fields
 * @param maxPipelined the most requests of a connection that wait for their answer; further ones stay unread
 * @param maxUnread the most bytes of a body nobody wanted that are read to keep a connection; longer ones close it
 * @param maxConnections the most connections of the server, over all its event loops
 * @param requestTimeout from the first byte of a request to its last; also for a first request to begin
 * @param grace how long a request may come at any rate
 * @param minRate bytes per second after that
 * @param idleTimeout how long a connection may stay open between requests
 * @param linger how long a refused connection is kept so that the client can read why
 * @param tick how often all of this is looked at; deadlines are late by up to two ticks, never early
 */
public record EdgeLimits(
        int maxLine,
        int maxHead,
        int maxFields,
        int maxPipelined,
        int maxUnread,
        int maxConnections,
        Duration requestTimeout,
        Duration grace,
        int minRate,
        Duration idleTimeout,
        Duration linger,
        Duration tick) {

    /** The idle time-out is above the 60 s at which the usual load balancers give up, so that they close first. */
    public static EdgeLimits of(IngestConfig config) {
        return new EdgeLimits(
                8 * 1024,
                16 * 1024,
                100,
                64,
                64 * 1024,
                config.maxConnections(),
                config.requestTimeout(),
                Duration.ofSeconds(5),
                1024,
                Duration.ofSeconds(75),
                Duration.ofSeconds(2),
                Duration.ofMillis(250));
    }
}
