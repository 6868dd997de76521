/**
 * Who did what: every action of an operator, on all nodes.
 *
 * <p>Threading: records come on their follower's thread; the log is thread-safe; routes belong to the admin server's loop.
 */
@NullMarked
package dev.centrifuge.admin.audit;

import org.jspecify.annotations.NullMarked;
