/**
 * Destinations: how they do, and what an operator may do about it.
 *
 * <p>Threading: belongs to the admin server's loop; what takes long is done on a worker.
 */
@NullMarked
package dev.centrifuge.admin.destinations;

import org.jspecify.annotations.NullMarked;
