/**
 * The log: the writer that ingest appends to, the reader that dispatch is fed by, delay topics, dead letters and the
 * checkpoint. The sole importer of Kafka's clients.
 *
 * <p>Threading: all reading state belongs to the log thread; producers have threads of their own and answer by message.
 */
@NullMarked
package dev.centrifuge.kafka;

import org.jspecify.annotations.NullMarked;
