/**
 * What operators decided, as records of {@code state} that every node follows: destinations that are paused, who did what,
 * jobs. They stand beside what checkpoints write, under keys of their own; see {@link OperatorLog}.
 *
 * <p>Threading: one thread reads and tells listeners, one writes; callers may be on any thread and are never blocked.
 */
@NullMarked
package dev.centrifuge.kafka.operator;

import org.jspecify.annotations.NullMarked;
