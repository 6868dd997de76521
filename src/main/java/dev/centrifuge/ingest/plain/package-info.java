/**
 * Plain JSON events on {@code POST /v1/events}.
 *
 * <p>Threading: intakes are scratch space of one event loop.
 */
@NullMarked
package dev.centrifuge.ingest.plain;

import org.jspecify.annotations.NullMarked;
