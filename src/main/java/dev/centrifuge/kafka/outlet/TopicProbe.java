package dev.centrifuge.kafka.outlet;

import dev.centrifuge.flow.outlet.Outlet;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the broker for topics of copies, by one client: whether they are there, and whether a partition could be written to, that is,
 * it has a leader, and enough replicas are in sync. Not whether this process is allowed to. The client is made when somebody asks for
 * the first time.
 *
 * <p>Thread-safe: the commit thread waits for answers, the log thread does not; its answers come on the client's own. Making the
 * client blocks either.
 */
public final class TopicProbe implements TopicCheck, OutletProbe, AutoCloseable {
    /** For who waits. */
    private static final int CHECK_MILLIS = 2_000;

    private static final int ANSWER_MILLIS = 5_000;

    private final Supplier<Admin> clients;

    // Guarded by this.
    private @Nullable Admin client;

    /** @param clients makes one */
    public TopicProbe(Supplier<Admin> clients) {
        this.clients = clients;
    }

    /** Takes at most two seconds, where nobody answers. */
    @Override
    public Set<String> missing(Set<String> topics) {
        try {
            Map<String, KafkaFuture<TopicDescription>> answers =
                    describe(topics, CHECK_MILLIS).topicNameValues();
            Set<String> missing = new HashSet<>();
            answers.forEach((topic, answer) -> {
                if (unknown(answer)) {
                    missing.add(topic);
                }
            });
            return missing;
        } catch (KafkaException e) {
            return Set.of();
        }
    }

    private static boolean unknown(KafkaFuture<TopicDescription> answer) {
        try {
            answer.get();
            return false;
        } catch (ExecutionException e) {
            return e.getCause() instanceof UnknownTopicOrPartitionException;
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** The answer is false where nobody gives one within five seconds. */
    @Override
    public void ask(Outlet outlet, String topic, Consumer<Boolean> told) {
        try {
            describe(List.of(topic), ANSWER_MILLIS)
                    .allTopicNames()
                    .whenComplete((found, failure) ->
                            told.accept(failure == null && writable(found.get(topic), outlet.partition())));
        } catch (KafkaException e) {
            told.accept(false);
        }
    }

    private DescribeTopicsResult describe(Collection<String> topics, int millis) {
        return client().describeTopics(topics, new DescribeTopicsOptions().timeoutMs(millis));
    }

    private synchronized Admin client() {
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
    public synchronized void close() {
        if (client != null) {
            client.close(Duration.ZERO);
        }
    }
}
