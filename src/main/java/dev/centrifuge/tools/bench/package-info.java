/**
 * Benchmarks: each compares the gateway with a baseline in the same run, in alternating rounds, because the speed of a
 * shared machine drifts by more than what is measured.
 *
 * <p>Threading: a benchmark blocks the thread of its command. What is measured runs in child processes, so that the
 * system can say what each one cost.
 */
@NullMarked
package dev.centrifuge.tools.bench;

import org.jspecify.annotations.NullMarked;
