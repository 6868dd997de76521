/**
 * Committing a checkpoint: what it writes, and two ways to write it as a whole. What the records of progress say is
 * {@code kafka.state}'s.
 *
 * <p>Threading: commits run one at a time on the commit thread.
 */
@NullMarked
package dev.centrifuge.kafka.commit;

import org.jspecify.annotations.NullMarked;
