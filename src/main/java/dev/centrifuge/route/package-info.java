/**
 * An event and the configuration make legs: which destinations an event goes to. Pure.
 *
 * <p>Threading: a table of routes is immutable and may be read from any thread.
 */
@NullMarked
package dev.centrifuge.route;

import org.jspecify.annotations.NullMarked;
