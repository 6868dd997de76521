/**
 * The headers of a delivery: a stack of small stamps, each of which adds what it is about.
 *
 * <p>Threading: stamps hold state that is not thread-safe (MACs, a random generator); those of a destination belong to
 * the event loop that owns the destination.
 */
@NullMarked
package dev.centrifuge.delivery.head;

import org.jspecify.annotations.NullMarked;
