/**
 * What the benchmarks of cost read: heaps, the size of a log, metrics, how late a pulse is, and rates by window of time.
 *
 * <p>Threading: a measure belongs to the benchmark's thread, unless it says otherwise.
 */
@NullMarked
package dev.centrifuge.tools.bench.cost.measure;

import org.jspecify.annotations.NullMarked;
