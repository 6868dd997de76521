package dev.centrifuge.dispatch.traffic;

import java.util.List;

/**
 * A destination's last minutes, a value a second, the oldest first.
 *
 * @param from when the first second ended, in milliseconds since the epoch
 * @param in events that came
 * @param out events that were delivered
 * @param failed attempts that failed or were refused
 * @param concurrency how many requests might be in flight
 * @param p99Millis of the last minute
 * @param backlog events that waited, in memory or left behind
 */
public record Plots(
        long from,
        List<Integer> in,
        List<Integer> out,
        List<Integer> failed,
        List<Integer> concurrency,
        List<Integer> p99Millis,
        List<Integer> backlog) {}
