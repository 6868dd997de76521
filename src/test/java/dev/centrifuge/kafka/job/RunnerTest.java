package dev.centrifuge.kafka.job;

import dev.centrifuge.config.TopicsConfig;
import dev.centrifuge.embedded.TestBroker;
import dev.centrifuge.flow.job.Criteria;
import dev.centrifuge.flow.job.FakeRules;
import dev.centrifuge.flow.job.Job;
import dev.centrifuge.flow.job.Job.Kind;
import dev.centrifuge.flow.job.Letter;
import dev.centrifuge.flow.job.Letter.Place;
import dev.centrifuge.flow.job.Progress;
import dev.centrifuge.flow.job.Progress.Phase;
import dev.centrifuge.flow.job.Run;
import dev.centrifuge.kafka.Connection;
import dev.centrifuge.kafka.HeaderText;
import dev.centrifuge.kafka.TopicAdmin;
import dev.centrifuge.kafka.Topics;
import dev.centrifuge.kafka.browse.Browser;
import dev.centrifuge.kafka.operator.OperatorLog;
import dev.centrifuge.kafka.outlet.References;
import dev.centrifuge.kafka.read.LaneGauge;
import dev.centrifuge.time.Ticker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Jobs on a broker: with transactions, as in a group, and without, as with the embedded one. */
@ExtendWith(TestBroker.class)
class RunnerTest {
    private static final int PARTITIONS = 3;
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Vertx vertx = Vertx.vertx();
    private final FakeRules rules = new FakeRules();
    private final Map<String, Integer> counted = new ConcurrentHashMap<>();
    private Connection connection;
    private Topics topics;
    private TopicAdmin admin;
    private KafkaProducer<byte[], byte[]> producer;
    private Browser browser;
    private Node node;
    private volatile long unfinished;

    /** What a process has of jobs. */
    private final class Node {
        final OperatorLog operators = new OperatorLog(connection, topics, PARTITIONS, Ticker.system());
        final Board board = new Board(operators);
        final Runner runner;

        Node(boolean group) throws Exception {
            runner = new Runner(
                    connection,
                    topics,
                    group,
                    "test",
                    board,
                    rules,
                    () -> List.of(gauge(topics.events(), 0), gauge(topics.replay(), unfinished)),
                    Ticker.system(),
                    (kind, destination, legs) -> counted.merge(kind + " " + destination, legs, Integer::sum));
            operators.start();
            operators.current().get(60, TimeUnit.SECONDS);
            runner.start();
        }

        void close() throws Exception {
            runner.close();
            operators.close();
        }
    }

    private static LaneGauge gauge(String topic, long lag) {
        return new LaneGauge(topic, 0, 0, lag, 0, 0, 0, 0);
    }

    @BeforeEach
    void open(TestBroker.Handle kafka) throws Exception {
        connection = new Connection(kafka.bootstrap(), Map.of());
        topics = Topics.of(kafka.prefix());
        TopicsConfig config = new TopicsConfig(kafka.prefix(), PARTITIONS, 1, Duration.ofHours(72));
        admin = TopicAdmin.open(vertx, connection, config, 32 * 1024);
        done(admin.ensure(reason -> {}));
        producer =
                new KafkaProducer<>(connection.settings("test"), new ByteArraySerializer(), new ByteArraySerializer());
        browser = Browser.open(vertx, connection, Ticker.system());
    }

    @AfterEach
    void close() throws Exception {
        if (node != null) {
            node.close();
        }
        browser.close();
        producer.close();
        done(admin.close());
        done(vertx.close());
    }

    private static <T> T done(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private static List<Header> headers(int id) {
        return new ArrayList<>(List.of(
                HeaderText.of("source", "web"),
                HeaderText.of("id", "m" + id),
                HeaderText.of("type", "track"),
                HeaderText.of("received", 1_000)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Appends events, each to the next partition. */
    private void events(int from, int to) {
        for (int i = from; i < to; i++) {
            producer.send(new ProducerRecord<>(
                    topics.events(), i % PARTITIONS, bytes("key"), bytes("event " + i + "."), headers(i)));
        }
        producer.flush();
    }

    private void letters(int from, int to, Header... more) {
        for (int i = from; i < to; i++) {
            List<Header> headers = headers(i);
            headers.add(HeaderText.of("destination", "crm"));
            headers.add(HeaderText.of("reason", "ttl"));
            headers.add(HeaderText.of("attempts", 3));
            headers.addAll(List.of(more));
            producer.send(new ProducerRecord<>(
                    topics.dead(), i % PARTITIONS, bytes("key"), bytes("letter " + i + "."), headers));
        }
        producer.flush();
    }

    private static Job job(String id, Kind kind, double rate, Place... letters) {
        Criteria criteria =
                kind == Kind.REPLAY ? new Criteria("crm", null, null, 0, Long.MAX_VALUE, null) : Criteria.ANY;
        return new Job(id, kind, criteria, List.of(letters), null, rate, false, System.nanoTime(), "ann", false);
    }

    private Progress progress(String id) {
        Run run = node.board.get(id);
        return run == null ? Progress.WAITING : run.progress();
    }

    private Progress ended(Job job) throws Exception {
        put(job);
        await().atMost(SOON).until(() -> progress(job.id()).phase().over());
        return progress(job.id());
    }

    private void put(Job job) throws Exception {
        CompletableFuture<Void> put = node.board.put(job);
        put.get(60, TimeUnit.SECONDS);
    }

    /** The ids of what was copied for a job, as a reader of delay topics sees it. */
    private List<String> copied(String job) {
        List<String> ids = new ArrayList<>();
        Map<String, Object> settings = connection.settings("check");
        settings.put("isolation.level", "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> all = List.of(
                    new TopicPartition(topics.replay(), 0),
                    new TopicPartition(topics.replay(), 1),
                    new TopicPartition(topics.replay(), 2));
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (!ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(50))) {
                    if (job.equals(HeaderText.text(record.headers(), "replay"))) {
                        ids.add(HeaderText.text(record.headers(), "id"));
                    }
                }
            }
        }
        return ids;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void letters_are_redriven_once(boolean group) throws Exception {
        letters(0, 60);
        producer.send(new ProducerRecord<>(
                topics.dead(), 0, bytes("web"), bytes("junk"), List.of(HeaderText.of("reason", "invalid"))));
        producer.flush();
        node = new Node(group);

        Progress one = ended(job("one", Kind.REDRIVE, 0, new Place(1, 3)));
        assertThat(one.phase()).isEqualTo(Phase.DONE);
        assertThat(copied("one")).containsExactly("m10");
        assertThat(node.board.redriven(new Place(1, 3))).isEqualTo("one");

        Progress all = ended(job("all", Kind.REDRIVE, 0));
        assertThat(all.copied()).isEqualTo(59);
        assertThat(all.skipped()).isEqualTo(2);
        assertThat(copied("all")).hasSize(59).doesNotHaveDuplicates().doesNotContain("m10");
        assertThat(ended(job("again", Kind.REDRIVE, 0)).copied()).isZero();
        assertThat(counted).containsEntry("redrive crm", 60);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_letter_of_a_stretch_is_redriven_as_its_events(boolean group) throws Exception {
        events(0, 30);
        letters(0, 1, HeaderText.of("range", "2..8"), HeaderText.of("range-legs", 6));
        rules.unwanted = "event 12.";
        node = new Node(group);

        assertThat(ended(job("stretch", Kind.REDRIVE, 0)).copied()).isEqualTo(5);
        assertThat(copied("stretch")).containsExactly("m6", "m9", "m15", "m18", "m21");
        assertThat(node.board.redriven(new Place(0, 0))).isEqualTo("stretch");
        assertThat(ended(job("again", Kind.REDRIVE, 0)).copied()).isZero();
    }

    /** A letter of the event {@code m<id>}, which is in partition 0, without that. */
    private void reference(int id) {
        List<Header> headers = headers(id);
        headers.addAll(List.of(
                HeaderText.of("destination", "crm"),
                HeaderText.of("reason", "ttl"),
                HeaderText.of("attempts", 3),
                HeaderText.of("event", id / PARTITIONS),
                HeaderText.of("left-out", 20_000)));
        producer.send(new ProducerRecord<>(topics.dead(), 0, bytes("web"), null, headers));
        producer.flush();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_letter_without_its_event_is_redriven_from_the_log(boolean group) throws Exception {
        events(0, 30);
        reference(3);
        reference(12);
        rules.unwanted = "event 12.";
        done(admin.trim(topics.events(), Map.of(0, 2L)));
        node = new Node(group);

        Progress all = ended(job("all", Kind.REDRIVE, 0));
        assertThat(all.copied()).as("no filter is asked").isEqualTo(1);
        assertThat(all.skipped()).as("the other's event is gone").isEqualTo(1);
        assertThat(copied("all")).containsExactly("m12");
        assertThat(node.board.redriven(new Place(0, 0))).isNull();
        assertThat(node.board.redriven(new Place(0, 1))).isEqualTo("all");
        assertThat(ended(job("again", Kind.REDRIVE, 0)).copied()).isZero();
    }

    @Test
    void a_letter_keeps_its_event_until_it_is_redriven() throws Exception {
        events(0, 30);
        letters(0, 3);
        reference(12);
        Set<Place> redriven = ConcurrentHashMap.newKeySet();
        References references =
                new References(browser, topics, redriven::contains, Duration.ofHours(1), Ticker.system());
        assertThat(done(references.lowest(Set.of(0, 1)))).isEqualTo(Map.of(0, 4L, 1, Long.MAX_VALUE));
        reference(9);
        assertThat(done(references.lowest(Set.of(0)))).isEqualTo(Map.of(0, 3L));
        redriven.add(new Place(0, 2));
        assertThat(done(references.lowest(Set.of(0)))).isEqualTo(Map.of(0, 4L));
        done(admin.trim(topics.dead(), Map.of(0, 3L)));
        assertThat(done(references.lowest(Set.of(0)))).isEqualTo(Map.of(0, Long.MAX_VALUE));

        reference(15);
        node = new Node(false);
        Letters letters = new Letters(browser, topics, node.board, rules, Ticker.system());
        Letter found = done(letters.at(new Place(0, 3))).orElseThrow();
        assertThat(found.payload()).isEqualTo(bytes("event 15."));
        done(admin.trim(topics.events(), Map.of(0, 6L)));
        assertThat(done(letters.at(new Place(0, 3))).orElseThrow().hopeless()).contains("no longer in the log");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_replay_goes_on_where_a_node_has_left_it(boolean group) throws Exception {
        events(0, 300);
        node = new Node(group);
        put(job("replay", Kind.REPLAY, 200));
        await().atMost(SOON).until(() -> progress("replay").copied() > 20);
        node.close();
        long before = copied("replay").size();
        assertThat(before).isLessThan(300);

        node = new Node(group);
        await().atMost(SOON).until(() -> progress("replay").phase().over());
        assertThat(copied("replay")).hasSize(300).doesNotHaveDuplicates();
        assertThat(progress("replay").copied()).isEqualTo(300);
        assertThat(progress("replay").phase()).isEqualTo(Phase.DONE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false})
    void copies_that_are_not_on_record_are_found(boolean group) throws Exception {
        letters(0, 300);
        node = new Node(group);
        put(job("redrive", Kind.REDRIVE, 100));
        await().atMost(SOON).until(() -> progress("redrive").copied() > 20);
        node.runner.close();
        // What its last step recorded is read back a moment later.
        await().atMost(SOON)
                .until(() -> progress("redrive").copied() == copied("redrive").size());
        node.close();
        // As if it had died between the two: the copies of each partition's next three letters are there.
        Progress recorded = progress("redrive");
        recorded.stretches().forEach(stretch -> {
            for (long offset = stretch.next(); offset < stretch.next() + 3; offset++) {
                List<Header> headers = headers((int) (offset * PARTITIONS + stretch.partition()));
                headers.add(HeaderText.of("replay", "redrive"));
                headers.add(HeaderText.of("copied", offset));
                producer.send(new ProducerRecord<>(
                        topics.replay(), stretch.partition(), bytes("key"), bytes("letter"), headers));
            }
        });
        producer.flush();

        node = new Node(group);
        await().atMost(SOON).until(() -> progress("redrive").phase().over());
        assertThat(copied("redrive")).hasSize(300).doesNotHaveDuplicates();
        assertThat(progress("redrive").copied()).isEqualTo(300);
        assertThat(ended(job("again", Kind.REDRIVE, 0)).copied()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_cancelled_job_copies_no_more(boolean group) throws Exception {
        events(0, 600);
        node = new Node(group);
        Job job = job("replay", Kind.REPLAY, 50);
        put(job);
        await().atMost(SOON).until(() -> progress("replay").copied() > 0);
        put(job.cancel());
        await().atMost(SOON).until(() -> progress("replay").phase() == Phase.CANCELLED);

        assertThat(copied("replay")).hasSize((int) progress("replay").copied()).hasSizeLessThan(600);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false})
    void nothing_is_copied_while_much_is_unfinished(boolean group) throws Exception {
        events(0, 30);
        unfinished = 2_000;
        node = new Node(group);
        put(job("held", Kind.REPLAY, 0));
        await().atMost(SOON).until(() -> progress("held").phase() == Phase.RUNNING);
        put(job("gone", Kind.REDRIVE, 0).cancel());
        await().atMost(SOON).until(() -> progress("gone").phase().over());
        assertThat(copied("held")).isEmpty();

        unfinished = 0;
        await().atMost(SOON).until(() -> progress("held").phase().over());
        assertThat(copied("held")).hasSize(30);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false})
    void what_makes_no_sense_fails_with_the_reason(boolean group) throws Exception {
        node = new Node(group);
        Criteria nobody = new Criteria("gone", null, null, 0, Long.MAX_VALUE, null);
        Job job = new Job("gone", Kind.REPLAY, nobody, List.of(), null, 0, false, 1, "ann", false);
        assertThat(ended(job).reason()).isEqualTo("the destination is not configured");
        Criteria crm = new Criteria("crm", null, null, 0, Long.MAX_VALUE, null);
        Job broken = new Job("broken", Kind.REPLAY, crm, List.of(), " ", 0, false, 2, "ann", false);
        assertThat(ended(broken).reason()).isEqualTo("an empty expression");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false})
    void a_dry_run_counts_and_copies_nothing(boolean group) throws Exception {
        events(0, 30);
        letters(0, 6, HeaderText.of("range", "0..5"));
        node = new Node(group);
        Letters found = new Letters(browser, topics, node.board, rules, Ticker.system());

        assertThat(done(found.count(job("count", Kind.REDRIVE, 0))).copied()).isEqualTo(30);
        Progress replay = done(found.count(job("count", Kind.REPLAY, 0)));
        assertThat(replay.copied()).isEqualTo(30);
        assertThat(replay.phase()).isEqualTo(Phase.DONE);
        assertThat(copied("count")).isEmpty();
        assertThat(done(found.search(new Criteria("crm", null, null, 0, Long.MAX_VALUE, "letter 4."), 10, null))
                        .items())
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.place()).isEqualTo(new Place(1, 1));
                    assertThat(letter.range()).isNotNull();
                    assertThat(letter.trail().attempts()).isEqualTo(3);
                });
    }
}
