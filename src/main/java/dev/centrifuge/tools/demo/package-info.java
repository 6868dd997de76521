/**
 * What the demo needs beside the gateway: a configuration, sample events, and somebody who tells what happens.
 *
 * <p>Threading: traffic has an event loop of its own; directories are the main thread's.
 */
@NullMarked
package dev.centrifuge.tools.demo;

import org.jspecify.annotations.NullMarked;
