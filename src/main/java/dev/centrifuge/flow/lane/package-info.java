/**
 * What a node does with the partitions it reads: which legs it hands over, which scopes it detaches, where their cursors
 * stand, how the shared sweeps catch up, and what a checkpoint writes. Pure: fed record by record, told the time.
 *
 * <p>{@link dev.centrifuge.flow.lane.Lanes} is the door; behind it are what reads ({@code Intake}), what hears how legs end
 * ({@code Ends}), and what commits ({@code Commits}), for all {@code Partitions} of a {@code Node}. A {@code Lane} is one of these;
 * its {@code Scopes} are what is detached in it, carried by {@code Sweep}s.
 *
 * <p>Threading: everything here belongs to the log thread.
 */
@NullMarked
package dev.centrifuge.flow.lane;

import org.jspecify.annotations.NullMarked;
