/**
 * JSON Schemas that operators write for the events of a source: compiled when the configuration is loaded, so that a
 * schema that does not work is an error of the configuration rather than a surprise at the first event.
 *
 * <p>Threading: what is compiled is immutable and may be used by any number of threads at once.
 */
@NullMarked
package dev.centrifuge.config.schema;

import org.jspecify.annotations.NullMarked;
