/**
 * The ways in which a sink behaves: what is to become of a request, decided from the time and from chance that is passed
 * in, and carried out elsewhere.
 *
 * <p>Threading: a mode has state, and belongs to the sink's event loop.
 */
@NullMarked
package dev.centrifuge.tools.sink.mode;

import org.jspecify.annotations.NullMarked;
