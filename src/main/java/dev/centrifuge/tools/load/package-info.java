/**
 * The engine of the load generator and of the benchmarks: prepared requests over keep-alive connections, as fast as answers come (closed loop) or at a rate
 * (open loop, measured from when a request was meant to be sent).
 *
 * <p>Threading: a run lives on one event loop. It talks to Netty's channels directly, because a generator that costs
 * more per request than the server measures itself.
 */
@NullMarked
package dev.centrifuge.tools.load;

import org.jspecify.annotations.NullMarked;
