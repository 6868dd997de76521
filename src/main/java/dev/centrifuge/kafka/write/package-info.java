/**
 * The hot path into Kafka: what ingest appends.
 *
 * <pre>
 * event loops ──one turn──▶ hand-over ──▶ writer thread ──send──▶ producer ──▶ broker
 *      ▲                                                            │
 *      └──── settle, one burst at a time ◀── lane of the loop ◀─────┘ acknowledged, or failed
 * </pre>
 *
 * <p>Threading: a lane and the requests in it belong to one event loop; the codec and the producer's {@code send} belong
 * to the writer thread; acknowledgements come on the producer's own thread and cross by message.
 */
@NullMarked
package dev.centrifuge.kafka.write;

import org.jspecify.annotations.NullMarked;
