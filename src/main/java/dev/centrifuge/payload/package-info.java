/**
 * An event becomes what its destination gets: the transform, the path, query and headers that depend on it, and the format.
 * Reading order: {@code Composer}, {@code Prepared}, {@code Blanks}, {@code CloudEvents}.
 *
 * <p>Threading: everything is immutable and may be used from any thread; calls take as long as the destination's transform.
 */
@NullMarked
package dev.centrifuge.payload;

import org.jspecify.annotations.NullMarked;
