/**
 * The configuration that runs, to look at.
 *
 * <p>Threading: belongs to the admin server's loop; what takes long is done on a worker.
 */
@NullMarked
package dev.centrifuge.admin.config;

import org.jspecify.annotations.NullMarked;
