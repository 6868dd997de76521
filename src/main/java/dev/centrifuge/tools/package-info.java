/**
 * What a user tries the gateway with: the sink, the demo, the load generator, the benchmark.
 *
 * <p>Threading: each tool says its own.
 */
@NullMarked
package dev.centrifuge.tools;

import org.jspecify.annotations.NullMarked;
