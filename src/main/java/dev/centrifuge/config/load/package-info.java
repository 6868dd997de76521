/**
 * The loader: a directory of JSON files becomes a {@link dev.centrifuge.config.Configuration} or the list of everything
 * that is wrong with it. Reading order: {@code ConfigLoader}, {@code GatewayReader}, then {@code Fields} and {@code EnvText} of
 * {@link dev.centrifuge.config.document}.
 *
 * <p>Threading: blocks on files, so it belongs to a worker thread. A loader may be shared; what one load makes is not.
 */
@NullMarked
package dev.centrifuge.config.load;

import org.jspecify.annotations.NullMarked;
