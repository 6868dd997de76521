/**
 * Copies that Kafka refuses: which of a checkpoint's records they are, and whether their topics are there; and letters that
 * stand for an event by its place.
 *
 * <p>Threading: each class says.
 */
@NullMarked
package dev.centrifuge.kafka.outlet;

import org.jspecify.annotations.NullMarked;
