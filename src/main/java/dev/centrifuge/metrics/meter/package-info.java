/**
 * What meters are made of: families of the registry, durations and their buckets, rows by label, and gauges that are sampled
 * when somebody looks.
 *
 * <p>Threading: any thread.
 */
@NullMarked
package dev.centrifuge.metrics.meter;

import org.jspecify.annotations.NullMarked;
