/**
 * The outbox of a destination: what waits, in which order it leaves, how fast, and what an attempt's end leads to. Pure:
 * the time is a parameter.
 *
 * <p>Threading: an outbox and all of it belong to one event loop.
 */
@NullMarked
package dev.centrifuge.flow.outbox;

import org.jspecify.annotations.NullMarked;
