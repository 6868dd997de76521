/**
 * What a node does with the partitions it reads: which legs it hands over, which scopes it detaches, where their cursors
 * stand, how the shared sweeps catch up, and what a checkpoint writes. Pure: fed record by record, told the time.
 *
 * <p>Threading: everything here belongs to the log thread.
 */
@NullMarked
package dev.centrifuge.flow.lane;

import org.jspecify.annotations.NullMarked;
