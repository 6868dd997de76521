package dev.centrifuge.kafka.read;

import dev.centrifuge.flow.SendLease;
import dev.centrifuge.flow.dedupe.SeenIds;
import dev.centrifuge.kafka.Connection;
import dev.centrifuge.kafka.Topics;
import dev.centrifuge.kafka.commit.CommitStyle;
import dev.centrifuge.kafka.commit.OrderedCommit;
import dev.centrifuge.kafka.commit.TransactionalCommit;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * How the log is read.
 *
 * @param connection where the brokers are, and how to authenticate
 * @param partitions of {@code events}, and so of {@code state} and the delay topics
 * @param group whether the members of a consumer group share the partitions; where false this process is the only one
 *     and needs no fence
 * @param node this process's stable name, or null
 * @param checkpoint how often progress is committed
 * @param memory the most bytes that legs in memory may hold
 * @param window how far from a record its duplicates are known; zero for no de-duplication
 * @param windowMemory the most bytes that knowing them may take
 */
public record ReaderSettings(
        Connection connection,
        Topics topics,
        int partitions,
        boolean group,
        @Nullable String node,
        Duration checkpoint,
        long memory,
        Duration window,
        long windowMemory) {
    /** What a poll returns is taken while it is in the processor's cache: with 2,000 decoding took twice as long. */
    private static final int RECORDS = 250;

    private static final int SESSION_TIMEOUT_MILLIS = 45_000;
    private static final int LONGEST_HEARTBEAT_MILLIS = 3_000;

    /** How long a member may be silent before the group gives its partitions to others. */
    private int sessionMillis() {
        return connection.sessionMillis(SESSION_TIMEOUT_MILLIS);
    }

    /** The lease that checkpoints renew. */
    SendLease lease(long now) {
        return group
                ? SendLease.ofMember(checkpoint, Duration.ofMillis(sessionMillis()), now)
                : SendLease.ofSoleReader(checkpoint, now);
    }

    /** Reads {@code events}: big fetches, answered as soon as there is anything. */
    Consumer<byte[], byte[]> mainConsumer() {
        Map<String, Object> p = consumer("main", "read_uncommitted", 4 * 1024 * 1024, 1024 * 1024);
        p.put("max.poll.records", RECORDS);
        p.put("group.id", topics.group());
        if (group) {
            p.put("partition.assignment.strategy", "org.apache.kafka.clients.consumer.CooperativeStickyAssignor");
            p.put("session.timeout.ms", sessionMillis());
            p.put("heartbeat.interval.ms", Math.min(LONGEST_HEARTBEAT_MILLIS, sessionMillis() / 3));
            if (node != null) {
                p.put("group.instance.id", node);
            }
        }
        return new KafkaConsumer<>(p);
    }

    /** Reads delay topics: what one poll returns early is held in memory, so fetches are small. */
    Consumer<byte[], byte[]> delayConsumer() {
        return new KafkaConsumer<>(consumer("delay", "read_committed", 2 * 1024 * 1024, 128 * 1024));
    }

    /** Reads again what detached scopes have not read: committed records only, for the sake of the delay topics. */
    Consumer<byte[], byte[]> catchUpConsumer(int slot) {
        Map<String, Object> p = consumer("catch-up-" + slot, "read_committed", 4 * 1024 * 1024, 1024 * 1024);
        p.put("max.poll.records", RECORDS);
        return new KafkaConsumer<>(p);
    }

    /** Reads {@code events} from the window's beginning to the mark, after a takeover. */
    Consumer<byte[], byte[]> recallConsumer() {
        Map<String, Object> p = consumer("recall", "read_uncommitted", 8 * 1024 * 1024, 1024 * 1024);
        p.put("max.poll.records", RECORDS);
        return new KafkaConsumer<>(p);
    }

    /** @param seed of a hash, which only this process knows */
    SeenIds seen(long seed) {
        return new SeenIds(window.toMillis(), windowMemory, seed);
    }

    Consumer<byte[], byte[]> stateConsumer(boolean committed) {
        String isolation = committed ? "read_committed" : "read_uncommitted";
        return new KafkaConsumer<>(consumer("state-" + isolation, isolation, 8 * 1024 * 1024, 4 * 1024 * 1024));
    }

    private Map<String, Object> consumer(String name, String isolation, int fetch, int perPartition) {
        Map<String, Object> p = connection.settings("centrifuge-" + name);
        p.put("enable.auto.commit", false);
        p.put("auto.offset.reset", "none");
        p.put("allow.auto.create.topics", false);
        p.put("isolation.level", isolation);
        p.put("fetch.max.bytes", fetch);
        p.put("max.partition.fetch.bytes", perPartition);
        p.put("key.deserializer", ByteArrayDeserializer.class);
        p.put("value.deserializer", ByteArrayDeserializer.class);
        return p;
    }

    /** Asks for topics that refuse what they are given. */
    Admin outletAdmin() {
        return Admin.create(connection.settings("centrifuge-outlets"));
    }

    CommitStyle commitStyle() {
        Duration pause = node == null ? Duration.ZERO : Duration.ofMillis(2 * LONGEST_HEARTBEAT_MILLIS);
        return group ? new TransactionalCommit(pause) : new OrderedCommit();
    }

    /** @param process names this process where it has no stable name */
    Producer<byte[], byte[]> checkpointProducer(String process) {
        Map<String, Object> p = connection.settings("centrifuge-checkpoint");
        if (group) {
            p.put("transactional.id", topics.prefix() + "-checkpoint-" + (node == null ? process : node));
            p.put("transaction.timeout.ms", 10_000);
        }
        p.put("acks", "all");
        p.put("enable.idempotence", true);
        p.put("linger.ms", 0);
        p.put("batch.size", 256 * 1024);
        p.put("max.request.size", 4 * 1024 * 1024);
        p.put("max.block.ms", 5_000);
        p.put("request.timeout.ms", 5_000);
        p.put("delivery.timeout.ms", 8_000);
        p.put("key.serializer", ByteArraySerializer.class);
        p.put("value.serializer", ByteArraySerializer.class);
        return new KafkaProducer<>(p);
    }
}
