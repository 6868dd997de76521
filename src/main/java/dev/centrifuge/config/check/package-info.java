/**
 * The rules that configured values obey, and the texts they are written in. The records' compact constructors apply
 * them, so that no invalid value exists, however it was made; the loader turns what they find into errors with a file
 * and a JSON pointer.
 *
 * <p>Threading: pure functions and immutable values, except {@link Checks}, which lives inside one constructor.
 */
@NullMarked
package dev.centrifuge.config.check;

import org.jspecify.annotations.NullMarked;
