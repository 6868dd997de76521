/**
 * What the gateway itself has to tell: a destination is down, or gone, or behind, or has dead letters. It is judged once a
 * second by what the dispatcher knows anyway, and written to the log as an event of the source {@code centrifuge}; from there on
 * it is an event like any other.
 *
 * <pre>
 *   gauges, dead letters ──▶ Judge ──▶ AlertEvent ──▶ Outgoing ──▶ the log
 * </pre>
 *
 * <p>Threading: belongs to one event loop, but for {@link dev.centrifuge.dispatch.alert.DeadTally} and
 * {@link dev.centrifuge.dispatch.alert.AlertCounts}, which are thread-safe.
 */
@NullMarked
package dev.centrifuge.dispatch.alert;

import org.jspecify.annotations.NullMarked;
