/**
 * Decisions as pure state machines: what a leg is and what it costs in memory here, its outbox, limits, progress over a
 * partition and counts in the packages below. {@code now} is a parameter, randomness is passed in; no Vert.x, no Kafka, no
 * clock.
 *
 * <p>Threading: each object belongs to exactly one thread or event loop, which the holder decides.
 */
@NullMarked
package dev.centrifuge.flow;

import org.jspecify.annotations.NullMarked;
