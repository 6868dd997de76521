/**
 * HTTP out: a stack of small decorators around one request, ending in an {@link dev.centrifuge.delivery.Outcome}.
 *
 * <p>Threading: a destination's stack belongs to the event loop that owns the destination.
 */
@NullMarked
package dev.centrifuge.delivery;

import org.jspecify.annotations.NullMarked;
