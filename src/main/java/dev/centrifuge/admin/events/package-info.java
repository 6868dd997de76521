/**
 * The history of an event, and the last attempts of a destination.
 *
 * <p>Threading: calls live on the admin server's event loop; what they ask of the log and of dispatch comes back as futures.
 */
@NullMarked
package dev.centrifuge.admin.events;

import org.jspecify.annotations.NullMarked;
