/**
 * The parts that a process of the gateway is put together from: each owns what it starts, and joins rooms that do not know
 * each other.
 *
 * <p>Threading: nodes are made, started and stopped on the main thread and the shutdown hook's, and may block there; they
 * are told of new configurations on the watch's thread.
 */
@NullMarked
package dev.centrifuge.node;

import org.jspecify.annotations.NullMarked;
