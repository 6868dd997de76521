package dev.centrifuge.config;

import dev.centrifuge.config.check.Checks;
import dev.centrifuge.config.check.IdRules;
import java.time.Duration;

/**
 * The topics that the gateway creates.
 *
 * @param prefix of their names: letters, digits, {@code .}, {@code _} and {@code -}, at most 100, since Kafka allows 249
 *     for a whole name; default {@code centrifuge}
 * @param partitions of {@code events} and of whatever is aligned with it; 1 to 10,000, default 8
 * @param replication 1 to 100, default 1
 * @param retention how long delivered events stay for replays; 1 min to 3,650 days, default 3 days
 */
public record TopicsConfig(String prefix, int partitions, int replication, Duration retention) {

    public TopicsConfig {
        new Checks()
                .text(
                        "/prefix",
                        IdRules.name(prefix),
                        prefix,
                        "cannot begin the names of topics",
                        IdRules.NAME_EXPECTED)
                .range("/partitions", partitions, 1, 10_000)
                .range("/replication", replication, 1, 100)
                .range("/retention", retention, Duration.ofMinutes(1), Duration.ofDays(3_650))
                .done();
    }

    public static TopicsConfig defaults() {
        return new TopicsConfig("centrifuge", 8, 1, Duration.ofDays(3));
    }
}
