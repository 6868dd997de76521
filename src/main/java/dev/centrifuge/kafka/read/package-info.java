/**
 * Reading the log: lanes and their progress, checkpoints, delay topics, takeover.
 *
 * <p>Threading: all of it belongs to the log thread; transactions run on the checkpoint thread, which answers by message.
 */
@NullMarked
package dev.centrifuge.kafka.read;

import org.jspecify.annotations.NullMarked;
