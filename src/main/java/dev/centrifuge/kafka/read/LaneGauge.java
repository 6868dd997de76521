package dev.centrifuge.kafka.read;

/**
 * One partition that is read, at a moment.
 *
 * @param ageSeconds the age of the oldest record that is not resolved, beyond its delay; 0 where all is
 * @param lagRecords records between the mark and the end of the log; of delay topics, those that are not due count too
 * @param openLegs legs that are open below the mark
 * @param detached scopes that have a cursor
 * @param skippedLegs legs that were left to cursors and not read since, before filters
 * @param resolvedBelow below this offset every record is resolved, and that is committed
 */
public record LaneGauge(
        String topic,
        int partition,
        double ageSeconds,
        long lagRecords,
        long openLegs,
        long detached,
        long skippedLegs,
        long resolvedBelow) {}
