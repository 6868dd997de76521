/**
 * Decisions as pure state machines: queues, limits, breakers, backoff, progress over a partition. {@code now} is a
 * parameter, randomness is passed in; no Vert.x, no Kafka, no clock.
 *
 * <p>Threading: each object belongs to exactly one thread or event loop, which the holder decides.
 */
@NullMarked
package dev.centrifuge.flow;

import org.jspecify.annotations.NullMarked;
