/**
 * What keeps a destination from being sent to, whatever its configuration says: an operator's pause, and its own answer that
 * it is gone. Both are on record, so that they hold on all nodes and over restarts.
 *
 * <p>Threading: thread-safe.
 */
@NullMarked
package dev.centrifuge.dispatch.hold;

import org.jspecify.annotations.NullMarked;
