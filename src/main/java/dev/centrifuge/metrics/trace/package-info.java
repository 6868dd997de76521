/**
 * Traces: a span for each request that is followed, and one for each attempt, linked by what is stored with the event. The sole
 * user of OpenTelemetry.
 *
 * <p>Threading: spans begin and end on any event loop; they are exported by a thread of the SDK's, and dropped when it does not
 * keep up.
 */
@NullMarked
package dev.centrifuge.metrics.trace;

import org.jspecify.annotations.NullMarked;
