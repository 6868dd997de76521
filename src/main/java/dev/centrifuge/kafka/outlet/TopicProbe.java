package dev.centrifuge.kafka.outlet;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.jspecify.annotations.Nullable;

/**
 * Asks whether a partition could be written to: it is there, it has a leader, and enough replicas are in sync. Not whether this
 * process is allowed to. Its client is made when it is asked for the first time, which is after something was refused.
 *
 * <p>Belongs to the log thread, which it does not block but for making that client; answers come on the client's own.
 */
public final class TopicProbe implements AutoCloseable {
    private static final int ANSWER_MILLIS = 5_000;

    private final Supplier<Admin> clients;
    private @Nullable Admin client;

    /** @param clients makes one */
    public TopicProbe(Supplier<Admin> clients) {
        this.clients = clients;
    }

    /** @param told the answer, on another thread; false where nobody answers within five seconds */
    public void ask(String topic, int partition, Consumer<Boolean> told) {
        try {
            client().describeTopics(List.of(topic), new DescribeTopicsOptions().timeoutMs(ANSWER_MILLIS))
                    .allTopicNames()
                    .whenComplete(
                            (found, failure) -> told.accept(failure == null && writable(found.get(topic), partition)));
        } catch (KafkaException e) {
            told.accept(false);
        }
    }

    private Admin client() {
        Admin made = client == null ? clients.get() : client;
        client = made;
        return made;
    }

    private static boolean writable(@Nullable TopicDescription topic, int partition) {
        return topic != null
                && topic.partitions().stream().anyMatch(each -> each.partition() == partition && writable(each));
    }

    /** As many in sync as topics are made with: see {@code min.insync.replicas} in the settings of topics. */
    private static boolean writable(TopicPartitionInfo partition) {
        Node leader = partition.leader();
        int needed = partition.replicas().size() >= 3 ? 2 : 1;
        return leader != null && !leader.isEmpty() && partition.isr().size() >= needed;
    }

    @Override
    public void close() {
        if (client != null) {
            client.close(Duration.ZERO);
        }
    }
}
