/**
 * Clocks and timers, and their Vert.x versions. The only readers of clocks: everybody else is told what time it is.
 *
 * <p>Threading: tickers may be read from any thread; timers fire on the context they were made for.
 */
@NullMarked
package dev.centrifuge.time;

import org.jspecify.annotations.NullMarked;
