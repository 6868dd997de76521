/**
 * The funnel: what became of every leg, counted where it happens and committed with progress, so that {@code received =
 * delivered + filtered + dead + pending} holds over crashes and takeovers, or somebody is told that it does not.
 *
 * <p>Threading: {@link dev.centrifuge.flow.count.Tallies} and what it gives out belong to the log thread; snapshots
 * ({@link dev.centrifuge.flow.count.Funnel}) are immutable.
 */
@NullMarked
package dev.centrifuge.flow.count;

import org.jspecify.annotations.NullMarked;
