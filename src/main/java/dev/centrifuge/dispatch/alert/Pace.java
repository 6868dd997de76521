package dev.centrifuge.dispatch.alert;

import dev.centrifuge.config.AlertsConfig;

/**
 * How often a matter may be told, in nanoseconds.
 *
 * @param interval between two alerts of trouble
 * @param repeat after an alert, while nothing changes; 0 for never
 */
record Pace(long interval, long repeat) {

    static Pace of(AlertsConfig config) {
        return new Pace(config.interval().toNanos(), config.repeat().toNanos());
    }
}
