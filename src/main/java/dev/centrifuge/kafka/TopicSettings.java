package dev.centrifuge.kafka;

import dev.centrifuge.config.TopicsConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** What each topic is created with; see "Kafka, exactly" in the design. Pure. */
final class TopicSettings {

    private static final int MIB = 1 << 20;
    private static final Duration DEAD_AGE = Duration.ofDays(30);
    private static final long DEAD_BYTES = 1024L * MIB;
    private static final long ATTEMPTS_BYTES = 256L * MIB;

    private TopicSettings() {}

    /** Settings by topic. */
    static Map<String, Map<String, String>> of(Topics topics, TopicsConfig config, int maxEvent) {
        Map<String, Map<String, String>> all = new LinkedHashMap<>();
        all.put(topics.events(), queue(config, message(maxEvent), 128 * MIB));
        topics.retries().forEach(retry -> all.put(retry, copies(queue(config, derived(maxEvent), 32 * MIB))));
        all.put(topics.dead(), copies(history(config, derived(maxEvent), DEAD_AGE, DEAD_BYTES)));
        all.put(topics.attempts(), history(config, derived(maxEvent), config.retention(), ATTEMPTS_BYTES));
        all.put(topics.state(), state(config));
        return all;
    }

    /**
     * The largest batch of {@code events}, in bytes: a batch of small events, or one event that merging the batch's
     * context has at most doubled, and its headers.
     */
    static int message(int maxEvent) {
        return Math.max(MIB, 2 * maxEvent + 128 * 1024);
    }

    /** The same for what is made of events: room for reasons, answers and history in the headers. */
    static int derived(int maxEvent) {
        return message(maxEvent) + MIB / 4;
    }

    /**
     * Copies of events come from the producer of checkpoints, which does not compress: they get from the broker what suits events, and
     * its own records what suits those.
     */
    private static Map<String, String> copies(Map<String, String> settings) {
        settings.put("compression.type", "lz4");
        return settings;
    }

    /** Nothing is deleted by age or size: that would lose what nobody has delivered yet. It is trimmed on purpose. */
    private static Map<String, String> queue(TopicsConfig config, int message, int segment) {
        Map<String, String> settings = common(config, message, segment);
        settings.put("cleanup.policy", "delete");
        settings.put("retention.ms", "-1");
        settings.put("retention.bytes", "-1");
        return settings;
    }

    private static Map<String, String> history(TopicsConfig config, int message, Duration age, long bytes) {
        Map<String, String> settings = common(config, message, 64 * MIB);
        settings.put("cleanup.policy", "delete");
        settings.put("retention.ms", Long.toString(age.toMillis()));
        settings.put("retention.bytes", Long.toString(bytes));
        return settings;
    }

    /**
     * Rolled and compacted eagerly, because whoever takes a partition over reads all of it. A checkpoint is a batch of 1 to 2 KiB a few
     * times a second, if one reader has all partitions: gzip leaves 0.81 of its bytes, lz4 0.92.
     */
    private static Map<String, String> state(TopicsConfig config) {
        Map<String, String> settings = common(config, 2 * MIB, 16 * MIB);
        settings.put("cleanup.policy", "compact");
        settings.put("compression.type", "gzip");
        settings.put("segment.ms", "60000");
        settings.put("min.cleanable.dirty.ratio", "0.1");
        settings.put("max.compaction.lag.ms", "300000");
        return settings;
    }

    private static Map<String, String> common(TopicsConfig config, int message, int segment) {
        Map<String, String> settings = new HashMap<>();
        // The log's own clock: retention, replays from a time and delays depend on nobody else's.
        settings.put("message.timestamp.type", "LogAppendTime");
        settings.put("max.message.bytes", Integer.toString(message));
        settings.put("segment.bytes", Integer.toString(segment));
        settings.put("min.insync.replicas", config.replication() >= 3 ? "2" : "1");
        settings.put("unclean.leader.election.enable", "false");
        return settings;
    }
}
