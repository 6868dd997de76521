/**
 * Bearer tokens that are fetched: OAuth 2.0 client credentials.
 *
 * <p>Threading: tokens and their endpoint belong to the event loop of the destinations that use them.
 */
@NullMarked
package dev.centrifuge.delivery.token;

import org.jspecify.annotations.NullMarked;
