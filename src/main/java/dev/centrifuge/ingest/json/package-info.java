/**
 * JSON as bytes: where values begin and end, what a string says, how a timestamp reads. Nothing here builds a tree or
 * re-serialises, so numbers stay as they were written.
 *
 * <p>Threading: scanners, members and outputs are scratch space of one event loop; the rest is stateless.
 */
@NullMarked
package dev.centrifuge.ingest.json;

import org.jspecify.annotations.NullMarked;
