/**
 * Reads what the log thread has been past: for legs that catch up, and for those that come back from another owner; and what
 * happens where the log does not go back so far.
 *
 * <p>Threading: belongs to the log thread.
 */
@NullMarked
package dev.centrifuge.kafka.read.past;

import org.jspecify.annotations.NullMarked;
