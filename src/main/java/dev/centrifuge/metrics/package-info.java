/**
 * What the gateway tells about itself: Prometheus metrics, health, event-loop lag. Implements the listeners that other
 * packages declare.
 *
 * <p>Threading: meters may be updated from any thread.
 */
@NullMarked
package dev.centrifuge.metrics;

import org.jspecify.annotations.NullMarked;
