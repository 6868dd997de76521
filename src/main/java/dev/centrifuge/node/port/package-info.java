/**
 * What the admin API asks for, answered by the log and the dispatcher: neither knows the API, nor the API them.
 *
 * <p>Threading: any thread; what comes back completes where it was found.
 */
@NullMarked
package dev.centrifuge.node.port;

import org.jspecify.annotations.NullMarked;
