/**
 * What waits for one destination, and whose turn it is. Pure: {@code now} is a parameter.
 *
 * <p>Threading: each object belongs to exactly one thread or event loop, which the holder decides.
 */
@NullMarked
package dev.centrifuge.flow.queue;

import org.jspecify.annotations.NullMarked;
