/**
 * What a destination gets of an event: which format, which events, changed how, at which path. Values of the configuration,
 * with what they mean for one event.
 *
 * <p>Threading: immutable.
 */
@NullMarked
package dev.centrifuge.config.payload;

import org.jspecify.annotations.NullMarked;
