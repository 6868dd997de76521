/**
 * How far a reader has come in a partition, and what is still open behind it. Pure: {@code now} is a parameter.
 *
 * <p>Threading: each object belongs to exactly one thread or event loop, which the holder decides.
 */
@NullMarked
package dev.centrifuge.flow.progress;

import org.jspecify.annotations.NullMarked;
