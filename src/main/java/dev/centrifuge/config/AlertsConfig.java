package dev.centrifuge.config;

import dev.centrifuge.config.check.Checks;
import dev.centrifuge.config.check.DurationText;
import java.time.Duration;

/**
 * Events of the gateway itself, for the destinations that name the source {@value SourceConfig#OWN}.
 *
 * @param enabled whether there are any; default true: without such a destination nothing is written
 * @param backlogAge how long the oldest event that waits for a destination may have waited; 1 s to 30 d, default 5 min
 * @param interval for a destination and each matter (up or down, its backlog, dead letters): no sooner after an alert comes the
 *     next; 1 s to 1 d, default 1 min
 * @param repeat how long after an alert another follows while nothing has changed; at least {@code interval}, at most 30 d,
 *     default 1 h; 0 is never
 */
public record AlertsConfig(boolean enabled, Duration backlogAge, Duration interval, Duration repeat) {

    public AlertsConfig {
        boolean later = repeat.isZero() || repeat.compareTo(interval) >= 0;
        new Checks()
                .range("/backlogAge", backlogAge, Duration.ofSeconds(1), Duration.ofDays(30))
                .range("/interval", interval, Duration.ofSeconds(1), Duration.ofDays(1))
                .range("/repeat", repeat, Duration.ZERO, Duration.ofDays(30))
                .that(later, "/repeat", DurationText.show(repeat), "is below \"interval\"", "0ms, or no less than it")
                .done();
    }

    public static AlertsConfig defaults() {
        return new AlertsConfig(true, Duration.ofMinutes(5), Duration.ofMinutes(1), Duration.ofHours(1));
    }
}
