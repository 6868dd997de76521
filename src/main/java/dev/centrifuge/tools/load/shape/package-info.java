/**
 * How the rate of a load changes over time: constant, a ramp, steps, bursts.
 *
 * <p>Threading: immutable and pure.
 */
@NullMarked
package dev.centrifuge.tools.load.shape;

import org.jspecify.annotations.NullMarked;
