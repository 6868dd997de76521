/**
 * What goes to a destination and how that goes: rates, latencies, its state and since when, a short history. There is nothing
 * of it for a destination that had no traffic in the last minutes and that nothing holds back.
 *
 * <p>Threading: belongs to the event loop that owns the destination; what it hands out is immutable.
 */
@NullMarked
package dev.centrifuge.dispatch.traffic;

import org.jspecify.annotations.NullMarked;
