/**
 * JSLT, as filters and transforms use it: expressions compiled once, events read at most once, and nothing that an event
 * holds can make either run away. The sole importer of the JSLT library.
 *
 * <p>Threading: a compiled expression and the tree of an event are immutable and may be used by any threads at once.
 */
@NullMarked
package dev.centrifuge.jslt;

import org.jspecify.annotations.NullMarked;
