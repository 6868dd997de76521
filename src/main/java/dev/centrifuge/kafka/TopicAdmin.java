package dev.centrifuge.kafka;

import dev.centrifuge.config.TopicsConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.kafka.admin.Config;
import io.vertx.kafka.admin.ConfigEntry;
import io.vertx.kafka.admin.KafkaAdminClient;
import io.vertx.kafka.admin.NewTopic;
import io.vertx.kafka.admin.OffsetSpec;
import io.vertx.kafka.client.common.ConfigResource;
import io.vertx.kafka.client.common.TopicPartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates, checks and trims the gateway's topics. Through the Vert.x Kafka client: nothing here is hot, and its futures
 * arrive on the caller's context.
 *
 * <p>Threading: may be called on any event loop; nothing blocks.
 */
public final class TopicAdmin {

    private static final Logger LOG = LoggerFactory.getLogger(TopicAdmin.class);
    private static final long FIRST_PAUSE = 100;
    private static final long LONGEST_PAUSE = 2_000;
    /** A topic that was just created is not known everywhere at once: the first rounds may fail in silence. */
    private static final long WORTH_TELLING = 1_600;

    private static final int REQUEST_MILLIS = 2_000;
    private static final int CALL_MILLIS = 5_000;

    private final Vertx vertx;
    private final Properties properties;
    private final Topics topics;
    private final TopicsConfig config;
    private final Map<String, Map<String, String>> settings;
    private final UnaryOperator<Admin> describing;
    private volatile @Nullable Clients clients;
    private volatile boolean closed;

    /**
     * One client, seen twice: the Vert.x one never answers a description of a partition that has no leader (5.1.6), which
     * is what a broker tells for a while after it was away.
     */
    private record Clients(KafkaAdminClient vertx, Admin describing) {}

    private TopicAdmin(
            Vertx vertx, Properties properties, TopicsConfig config, int maxEvent, UnaryOperator<Admin> describing) {
        this.describing = describing;
        this.vertx = vertx;
        this.properties = properties;
        this.topics = Topics.of(config.prefix());
        this.config = config;
        this.settings = TopicSettings.of(topics, config, maxEvent);
    }

    /**
     * Does not wait for a broker, nor for its name to be known.
     *
     * @param maxEvent the largest event, in bytes, which the size limits of topics follow
     */
    public static TopicAdmin open(Vertx vertx, Connection connection, TopicsConfig config, int maxEvent) {
        return open(vertx, connection, config, maxEvent, UnaryOperator.identity());
    }

    /** @param describing what stands before the client where topics are described */
    static TopicAdmin open(
            Vertx vertx, Connection connection, TopicsConfig config, int maxEvent, UnaryOperator<Admin> describing) {
        Properties properties = new Properties();
        connection.settings("centrifuge-admin").forEach((name, value) -> properties.put(name, value.toString()));
        properties.put("request.timeout.ms", Integer.toString(REQUEST_MILLIS));
        properties.put("default.api.timeout.ms", Integer.toString(CALL_MILLIS));
        return new TopicAdmin(vertx, properties, config, maxEvent, describing);
    }

    /**
     * Creates the topics that are missing and checks the others. Tries for as long as there is no broker that can.
     *
     * @param waiting told why it has to wait, each time the reason changes; called on the caller's context
     * @return fails with {@link TopicMismatch} only, or when this is closed
     */
    public Future<Void> ensure(Consumer<String> waiting) {
        Promise<Void> done = Promise.promise();
        attempt(done, waiting, "", FIRST_PAUSE);
        return done.future();
    }

    /**
     * Creates anew what is only written to, dead letters and attempts, where somebody has deleted it meanwhile: until then, what
     * is meant for it waits in memory. What is read is left alone: there, a topic without its records is a loss that must be seen.
     *
     * @return the names of those that were created
     */
    public Future<Set<String>> restore() {
        Set<String> missing = new TreeSet<>(List.of(topics.dead(), topics.attempts()));
        return client().compose(KafkaAdminClient::listTopics).compose(present -> {
            missing.removeAll(present);
            return create(present, missing).map(missing);
        });
    }

    /**
     * Whether everything an append to a topic needs is there: each partition has a leader that answers for it, and enough replicas
     * in sync. Asks the brokers; answers within about five seconds, and a failure means no.
     *
     * <p>Of {@code events} it says whether a gateway is ready; {@code dead} has no say in that. All gateways share it, so where it is
     * missing all would say they are not ready, and good events, which need nothing of it, would be refused everywhere. A request
     * with a rejected event gets 503 meanwhile, as the contract has it for what cannot be recorded.
     */
    public Future<Boolean> writable(String topic) {
        int needed = config.replication() >= 3 ? 2 : 1;
        List<String> written = List.of(topic);
        return describe(written)
                .map(found -> found.values().stream()
                        .flatMap(each -> each.partitions().stream())
                        .allMatch(partition -> writable(partition, needed)))
                .compose(all -> all ? led(written).map(true) : Future.succeededFuture(false))
                .otherwise(false);
    }

    /**
     * The first record of each partition that was appended at {@code millis} or later; {@link Long#MAX_VALUE} where all
     * are older.
     */
    public Future<Map<Integer, Long>> firstSince(String topic, Set<Integer> partitions, long millis) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(i -> asked.put(new TopicPartition(topic, i), OffsetSpec.TIMESTAMP(millis)));
        return client().compose(kafka -> kafka.listOffsets(asked)).map(found -> {
            Map<Integer, Long> first = new HashMap<>();
            found.forEach((partition, info) ->
                    first.put(partition.getPartition(), info.getOffset() < 0 ? Long.MAX_VALUE : info.getOffset()));
            return first;
        });
    }

    /**
     * Deletes the records below an offset, partition by partition, as far as whole segments below it can go now; Kafka
     * hides the rest at once. Offsets that are gone already are fine.
     *
     * @param below the first offset to keep, by partition
     */
    public Future<Void> trim(String topic, Map<Integer, Long> below) {
        Map<TopicPartition, RecordsToDelete> records = new HashMap<>();
        below.forEach((partition, offset) ->
                records.put(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(offset)));
        return client().compose(kafka -> kafka.deleteRecords(records)).mapEmpty();
    }

    public Future<Void> close() {
        closed = true;
        Clients made = clients;
        return made == null ? Future.succeededFuture() : made.vertx.close(REQUEST_MILLIS);
    }

    private Future<KafkaAdminClient> client() {
        return clients().map(Clients::vertx);
    }

    private Future<Map<String, TopicDescription>> describe(List<String> names) {
        return clients()
                .compose(made -> Future.fromCompletionStage(
                        made.describing.describeTopics(names).allTopicNames().toCompletionStage(),
                        vertx.getOrCreateContext()));
    }

    /** Made on a worker at the first call, and again as long as that fails: no broker's name may be known yet. */
    private Future<Clients> clients() {
        Clients made = clients;
        return made == null ? vertx.executeBlocking(this::connect) : Future.succeededFuture(made);
    }

    private synchronized Clients connect() {
        Clients made = clients;
        if (made == null) {
            AdminClient kafka = AdminClient.create(properties);
            made = new Clients(KafkaAdminClient.create(vertx, kafka), describing.apply(kafka));
            clients = made;
        }
        return made;
    }

    private void attempt(Promise<Void> done, Consumer<String> waiting, String before, long pause) {
        once().onComplete(ended -> {
            if (ended.succeeded()) {
                done.complete();
            } else if (closed || ended.cause() instanceof TopicMismatch) {
                done.fail(ended.cause());
            } else {
                String reason = "Kafka cannot serve the topics yet: " + root(ended.cause());
                if (!reason.equals(before)) {
                    LOG.warn("{}", reason);
                    waiting.accept(reason);
                }
                vertx.setTimer(pause, timer -> attempt(done, waiting, reason, Math.min(LONGEST_PAUSE, 2 * pause)));
            }
        });
    }

    private static String root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }

    private Future<Void> once() {
        return client().compose(KafkaAdminClient::listTopics)
                .compose(this::create)
                .compose(created -> describe(topics.all()))
                .compose(this::checkPartitions)
                .compose(checked -> client())
                .compose(kafka -> kafka.describeConfigs(resources()))
                .compose(this::checkPolicies)
                .compose(checked -> led(topics.all()));
    }

    /**
     * Waits until the leaders themselves answer for all partitions. A broker names a leader before the leader has made
     * the partition's log, and a producer that is turned away in between can end with its second batch stored and its
     * first refused as out of order, again and again until its delivery time-out: a leader without any record of a
     * producer takes whatever number comes first.
     */
    private Future<Void> led(List<String> names) {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (String name : names) {
            for (int partition = 0; partition < config.partitions(); partition++) {
                ends.put(new TopicPartition(name, partition), OffsetSpec.LATEST);
            }
        }
        return client().compose(kafka -> kafka.listOffsets(ends)).mapEmpty();
    }

    private Future<Void> create(Set<String> present) {
        return create(present, settings.keySet());
    }

    private Future<Void> create(Set<String> present, Set<String> wanted) {
        List<NewTopic> missing = new ArrayList<>();
        settings.forEach((name, with) -> {
            if (wanted.contains(name) && !present.contains(name)) {
                missing.add(new NewTopic(name, config.partitions(), (short) config.replication()).setConfig(with));
            }
        });
        if (missing.isEmpty()) {
            return Future.succeededFuture();
        }
        // Another node may be creating them too: whoever comes second finds them in the next round.
        return client().compose(kafka -> kafka.createTopics(missing))
                .recover(failure -> failure instanceof TopicExistsException
                        ? Future.succeededFuture()
                        : Future.failedFuture(failure));
    }

    private Future<Void> checkPartitions(Map<String, TopicDescription> found) {
        for (TopicDescription topic : found.values()) {
            int partitions = topic.partitions().size();
            if (partitions != config.partitions()) {
                return Future.failedFuture(new TopicMismatch("topic " + topic.name() + " has " + partitions
                        + " partitions, expected " + config.partitions()
                        + " (topics.partitions): adding partitions would move users and break their order;"
                        + " set topics.partitions to " + partitions + " or use another topics.prefix"));
            }
        }
        return Future.succeededFuture();
    }

    private List<ConfigResource> resources() {
        return topics.all().stream()
                .map(name -> new ConfigResource(org.apache.kafka.common.config.ConfigResource.Type.TOPIC, name))
                .toList();
    }

    private Future<Void> checkPolicies(Map<ConfigResource, Config> found) {
        for (Map.Entry<ConfigResource, Config> topic : found.entrySet()) {
            String name = topic.getKey().getName();
            String expected = settings.getOrDefault(name, Map.of()).getOrDefault("cleanup.policy", "");
            for (ConfigEntry entry : topic.getValue().getEntries()) {
                if (entry.getName().equals("cleanup.policy")
                        && !entry.getValue().equals(expected)) {
                    return Future.failedFuture(new TopicMismatch("topic " + name + " has cleanup.policy "
                            + entry.getValue() + ", expected " + expected
                            + ": it would lose what it must keep; use another topics.prefix, or alter the topic"));
                }
            }
        }
        return Future.succeededFuture();
    }

    private static boolean writable(TopicPartitionInfo partition, int needed) {
        Node leader = partition.leader();
        return leader != null && !leader.isEmpty() && partition.isr().size() >= needed;
    }
}
