package dev.centrifuge.dispatch.traffic;

/**
 * Attempts of the last minute.
 *
 * @param attempts that ended
 * @param errorShare from 0 to 1: those of them that failed or were refused
 * @param p50Millis half of them took no longer
 * @param p99Millis 99 of 100 took no longer
 */
public record Latency(int attempts, double errorShare, double p50Millis, double p99Millis) {
    public static final Latency NONE = new Latency(0, 0, 0, 0);
}
