/**
 * The console: a page, its style and its scripts, which are files of the jar. They hold no data: the page asks the admin API
 * for it, as anybody else would.
 *
 * <p>Threading: everything is read, hashed and compressed when the port opens, and immutable from then on; requests live on
 * the admin server's event loop.
 */
@NullMarked
package dev.centrifuge.admin.console;

import org.jspecify.annotations.NullMarked;
