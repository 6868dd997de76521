package dev.centrifuge.dispatch;

import dev.centrifuge.dispatch.traffic.Sample;

/**
 * One destination, at a moment.
 *
 * @param inFlight attempts without an answer yet
 * @param queued legs that wait in memory, for their first attempt or a further one
 * @param queuedBytes the bytes of those that wait for their first
 * @param ageSeconds how long ago the oldest of these was received; 0 where none waits
 * @param sample how it does
 */
public record DestinationGauge(
        String id, int inFlight, int queued, long queuedBytes, double ageSeconds, Sample sample) {}
