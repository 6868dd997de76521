/**
 * What every part of the admin API stands on: routes with their parameters, calls, replies, and errors as problems.
 *
 * <p>Threading: calls live on the admin server's event loop; an endpoint that takes longer than a millisecond answers by a
 * future that somebody else completes.
 */
@NullMarked
package dev.centrifuge.admin.http;

import org.jspecify.annotations.NullMarked;
