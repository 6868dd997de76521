/**
 * The files of a configuration: which there are, and what was read from them.
 *
 * <p>Threading: blocks on the file system; one load or one watch uses an instance.
 */
@NullMarked
package dev.centrifuge.config.files;

import org.jspecify.annotations.NullMarked;
