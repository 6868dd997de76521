/**
 * The promises as checkers: told what happened, by the simulation or by a run of the real thing, they throw
 * {@link dev.centrifuge.simulation.check.BrokenPromise} at the first event that breaks one.
 *
 * <p>Threading: none; tell one checker from one thread.
 */
@NullMarked
package dev.centrifuge.simulation.check;

import org.jspecify.annotations.NullMarked;
