/**
 * The loop that joins it all: legs come from the log, wait in the queue of their destination, are sent under its limits,
 * and end delivered, delayed or dead.
 *
 * <p>Threading: a destination is owned by one event loop; what crosses loops and the log thread is a message.
 */
@NullMarked
package dev.centrifuge.dispatch;

import org.jspecify.annotations.NullMarked;
