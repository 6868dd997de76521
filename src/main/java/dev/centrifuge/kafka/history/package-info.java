/**
 * The history of events: attempts are written to a topic of their own, and what became of an event is put together from there,
 * from the log and from the dead letters.
 *
 * <p>Threading: attempts may be written from any thread, and go to Kafka on one thread of their own; searches run on the
 * browser's workers.
 */
@NullMarked
package dev.centrifuge.kafka.history;

import org.jspecify.annotations.NullMarked;
