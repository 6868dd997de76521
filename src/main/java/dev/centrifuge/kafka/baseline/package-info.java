/**
 * What a plain Kafka producer does with the same events: the baseline of {@code bench batch}. It stands here, and runs in
 * a process of its own, because this is the only room that imports Kafka's clients.
 *
 * <p>Threading: blocks the thread of its command.
 */
@NullMarked
package dev.centrifuge.kafka.baseline;

import org.jspecify.annotations.NullMarked;
