/**
 * CloudEvents 1.0 over HTTP: structured, batched, and binary, which is turned into structured.
 *
 * <p>Threading: intakes are scratch space of one event loop.
 */
@NullMarked
package dev.centrifuge.ingest.cloudevents;

import org.jspecify.annotations.NullMarked;
