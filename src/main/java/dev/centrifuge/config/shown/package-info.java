/**
 * A configuration to look at: as it was loaded, but for its secrets; and a digest that tells one from another.
 *
 * <p>Threading: immutable and static.
 */
@NullMarked
package dev.centrifuge.config.shown;

import org.jspecify.annotations.NullMarked;
