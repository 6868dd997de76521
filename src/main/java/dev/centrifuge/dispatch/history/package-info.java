/**
 * Attempts in full, as they are kept: the last ones of each destination in memory, and which are written down.
 *
 * <p>Threading: told on event loops, asked from any thread.
 */
@NullMarked
package dev.centrifuge.dispatch.history;

import org.jspecify.annotations.NullMarked;
