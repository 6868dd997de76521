/**
 * What the state topic says: its records, what is on record of each lane and what a checkpoint has to write of it, and reading it
 * again when a partition is taken over. How that is committed is {@code kafka.commit}'s, which knows records and no more.
 *
 * <p>Threading: what is on record belongs to the log thread, which loading blocks while it takes a partition over; the codecs and
 * what they restore have no thread of their own.
 */
@NullMarked
package dev.centrifuge.kafka.state;

import org.jspecify.annotations.NullMarked;
