/**
 * The watch over the files: a change on disk becomes a new configuration, whole and valid, or an explanation.
 *
 * <p>Threading: one worker thread of its own, on which listeners are called; nothing here touches an event loop.
 */
@NullMarked
package dev.centrifuge.config.reload;

import org.jspecify.annotations.NullMarked;
