/**
 * Who may send, and how much: write keys, rates, and the permits that bound what is in flight.
 *
 * <p>Threading: shared by all event loops, without locks; {@link dev.centrifuge.ingest.access.KeyReader} alone belongs
 * to one loop.
 */
@NullMarked
package dev.centrifuge.ingest.access;

import org.jspecify.annotations.NullMarked;
