/**
 * The gateway's state machines under a virtual clock and a seed: real lanes, outboxes and loops, on a log, destinations,
 * a network and processes that are made up. One seed is one history, to the last byte.
 *
 * <p>Threading: none. A simulation belongs to the thread that runs it.
 */
@NullMarked
package dev.centrifuge.simulation;

import org.jspecify.annotations.NullMarked;
