/**
 * Writing progress down, and reading it again: the state topic, and two ways to commit to it.
 *
 * <p>Threading: commits run one at a time on the commit thread; loading blocks the log thread while it takes a partition
 * over.
 */
@NullMarked
package dev.centrifuge.kafka.commit;

import org.jspecify.annotations.NullMarked;
