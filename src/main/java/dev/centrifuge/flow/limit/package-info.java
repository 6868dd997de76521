/**
 * How fast and how many: token bucket, adaptive concurrency, circuit breaker, backoff, retry budget. Pure: {@code now} is a parameter.
 *
 * <p>Threading: each object belongs to exactly one thread or event loop, which the holder decides.
 */
@NullMarked
package dev.centrifuge.flow.limit;

import org.jspecify.annotations.NullMarked;
