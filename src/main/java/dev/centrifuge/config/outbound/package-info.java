/**
 * How requests to a destination are made: authentication, signing, trust, time-outs, what answers mean, proxies.
 *
 * <p>Threading: immutable values.
 */
@NullMarked
package dev.centrifuge.config.outbound;

import org.jspecify.annotations.NullMarked;
