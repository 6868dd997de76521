/**
 * The hardened HTTP server around ingest: what bytes a client may send, how fast, and over how many connections.
 *
 * <p>Reading order: {@link dev.centrifuge.ingest.edge.EdgeServer}, {@code RequestHead} (the grammar), {@code
 * Http1Decoder} (framing), {@code Http1Gate} (whose answer goes when, and how a refused connection ends), {@code
 * EdgeLoop} (deadlines), {@code VertxHook} (the only place that knows Vert.x's inside).
 *
 * <p>Threading: a connection belongs to one event loop, and so does everything here but the connection count and the
 * {@link dev.centrifuge.ingest.edge.EdgeListener}.
 */
@NullMarked
package dev.centrifuge.ingest.edge;

import org.jspecify.annotations.NullMarked;
