/**
 * The admin port: health, metrics, and the API that operators use.
 *
 * <p>Threading: requests live on the admin server's event loop; what blocks goes to a worker.
 */
@NullMarked
package dev.centrifuge.admin;

import org.jspecify.annotations.NullMarked;
