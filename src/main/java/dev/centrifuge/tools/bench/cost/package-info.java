/**
 * Benchmarks of what isolation costs and keeps: memory under a backlog, a rate limit at the sink, bytes in Kafka, order.
 *
 * <p>Each runs a gateway with its embedded broker as a child process and plays the destinations in this one. Threading:
 * the command's thread blocks; a load and the sinks have an event loop each.
 */
@NullMarked
package dev.centrifuge.tools.bench.cost;

import org.jspecify.annotations.NullMarked;
