/**
 * The funnel in the admin API: what became of events and legs, now and over time.
 *
 * <p>Threading: calls live on the admin server's event loop; what they read is immutable or thread-safe.
 */
@NullMarked
package dev.centrifuge.admin.funnel;

import org.jspecify.annotations.NullMarked;
