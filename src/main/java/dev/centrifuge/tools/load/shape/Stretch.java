package dev.centrifuge.tools.load.shape;

import java.time.Duration;

/**
 * Some time in which the rate goes evenly from one value to another, or stays.
 *
 * @param from per second, at least 0
 * @param to per second, at least 0; approached at the end
 */
public record Stretch(Duration time, double from, double to) {
    public Stretch {
        if (!(from >= 0 && to >= 0 && from <= 10_000_000 && to <= 10_000_000)) {
            throw new IllegalArgumentException("a rate is at least 0 and at most 10,000,000 per second");
        }
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("a part of a shape must last longer than nothing");
        }
    }

    static Stretch flat(Duration time, double rate) {
        return new Stretch(time, rate, rate);
    }

    /** How many are due in it; a fraction. */
    double count() {
        return (from + to) / 2 * (time.toNanos() / 1e9);
    }
}
