/**
 * Dead letters, redrives and replays in the admin API.
 *
 * <p>Threading: the admin server's event loop, except for what ports answer from wherever they are.
 */
@NullMarked
package dev.centrifuge.admin.dead;

import org.jspecify.annotations.NullMarked;
