/**
 * {@code GET /v1/stream}: how things stand, sent to whoever watches as soon as it changes, and a sample of the events that
 * come by. A watcher that is slow gets the newest state and misses what was between: nothing is queued for it.
 *
 * <p>Threading: everything belongs to the admin server's event loop, but {@link dev.centrifuge.admin.stream.Tail#routed},
 * which the log thread calls.
 */
@NullMarked
package dev.centrifuge.admin.stream;

import org.jspecify.annotations.NullMarked;
