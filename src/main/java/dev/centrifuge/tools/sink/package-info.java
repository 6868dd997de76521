/**
 * A destination to test against: it takes deliveries, remembers exactly what came, and misbehaves on request.
 *
 * <p>Threading: a sink lives on one event loop; what it has counted may be read from any thread.
 */
@NullMarked
package dev.centrifuge.tools.sink;

import org.jspecify.annotations.NullMarked;
