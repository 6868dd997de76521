/**
 * Isolation, shown for real: a gateway with an embedded broker, destinations in trouble, and what the others noticed.
 * Each command plays generator and destinations itself, keeps a ledger, and compares with what it must not fall below.
 *
 * <p>Threading: a command blocks its own thread. Load runs on one event loop, all sinks on another.
 */
@NullMarked
package dev.centrifuge.tools.bench.show;

import org.jspecify.annotations.NullMarked;
