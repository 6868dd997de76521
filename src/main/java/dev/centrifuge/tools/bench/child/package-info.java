/**
 * The processes that a benchmark measures: gateways and tools in JVMs of their own, their files, ports and processor time,
 * and the events they are sent.
 *
 * <p>Threading: a child belongs to the benchmark's thread.
 */
@NullMarked
package dev.centrifuge.tools.bench.child;

import org.jspecify.annotations.NullMarked;
