/**
 * What the gateway is compared with: a bare HTTP server, a raw Kafka producer, a bare HTTP client. Each is a hidden
 * command that runs in a process of its own and takes orders on its standard input.
 *
 * <p>Threading: each blocks the thread of its command; what runs on an event loop says so.
 */
@NullMarked
package dev.centrifuge.tools.bench.baseline;

import org.jspecify.annotations.NullMarked;
