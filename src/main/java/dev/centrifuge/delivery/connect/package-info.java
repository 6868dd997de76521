/**
 * How a connection to a destination comes about: where it goes, and by which client.
 *
 * <p>Threading: a connector and its client belong to one event loop.
 */
@NullMarked
package dev.centrifuge.delivery.connect;

import org.jspecify.annotations.NullMarked;
