package dev.centrifuge.config;

import java.time.Duration;

/**
 * The topics that the gateway creates.
 *
 * @param retention how long delivered events stay for replays
 */
public record TopicsConfig(String prefix, int partitions, int replication, Duration retention) {}
