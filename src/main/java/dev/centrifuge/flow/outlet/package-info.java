/**
 * Copies of legs on their way out: they wait for their checkpoint, in order. One that cannot be written holds up its own leg, and
 * nothing else. What is too large is written in a smaller form; what is refused stays in memory, within a bound, and its outlet
 * is tried again from time to time.
 *
 * <p>Threading: belongs to the log thread.
 */
@NullMarked
package dev.centrifuge.flow.outlet;

import org.jspecify.annotations.NullMarked;
