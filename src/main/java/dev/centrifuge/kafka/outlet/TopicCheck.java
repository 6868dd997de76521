package dev.centrifuge.kafka.outlet;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Which topics are not there. */
@FunctionalInterface
public interface TopicCheck {

    /** Those of which a broker says so; none where nobody answers. Blocks. */
    Set<String> missing(Set<String> topics);

    /**
     * Asks with a client for each question, since there are few: it takes some 10 ms, and at most two seconds where nobody
     * answers.
     */
    static TopicCheck by(Supplier<Admin> clients) {
        return topics -> {
            try (Once once = new Once(clients.get())) {
                return once.missing(topics);
            } catch (KafkaException e) {
                return Set.of();
            }
        };
    }

    /** One question. */
    record Once(Admin client) implements AutoCloseable {
        private static final int ANSWER_MILLIS = 2_000;

        Set<String> missing(Set<String> topics) {
            Map<String, KafkaFuture<TopicDescription>> answers = client.describeTopics(
                            topics, new DescribeTopicsOptions().timeoutMs(ANSWER_MILLIS))
                    .topicNameValues();
            Set<String> missing = new HashSet<>();
            answers.forEach((topic, answer) -> {
                if (unknown(answer)) {
                    missing.add(topic);
                }
            });
            return missing;
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

        @Override
        public void close() {
            client.close(Duration.ZERO);
        }
    }
}
