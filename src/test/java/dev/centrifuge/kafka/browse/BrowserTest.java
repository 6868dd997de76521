package dev.centrifuge.kafka.browse;

import dev.centrifuge.config.TopicsConfig;
import dev.centrifuge.embedded.TestBroker;
import dev.centrifuge.kafka.Connection;
import dev.centrifuge.kafka.TopicAdmin;
import dev.centrifuge.kafka.Topics;
import dev.centrifuge.time.Ticker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@ExtendWith(TestBroker.class)
class BrowserTest {
    private static final int PARTITIONS = 3;
    private static final Pick<String> VALUE = record -> new String(record.value(), StandardCharsets.UTF_8);

    private final Vertx vertx = Vertx.vertx();
    private Connection connection;
    private String topic;
    private TopicAdmin admin;
    private KafkaProducer<byte[], byte[]> producer;
    private Browser browser;

    @BeforeEach
    void open(TestBroker.Handle kafka) throws Exception {
        connection = new Connection(kafka.bootstrap(), Map.of());
        topic = Topics.of(kafka.prefix()).events();
        TopicsConfig config = new TopicsConfig(kafka.prefix(), PARTITIONS, 1, Duration.ofHours(72));
        admin = TopicAdmin.open(vertx, connection, config, 32 * 1024);
        await(admin.ensure(reason -> {}));
        producer =
                new KafkaProducer<>(connection.settings("test"), new ByteArraySerializer(), new ByteArraySerializer());
        browser = Browser.open(vertx, connection, Ticker.system());
    }

    @AfterEach
    void close() throws Exception {
        browser.close();
        producer.close();
        await(admin.close());
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    /** Appends {@code from}, {@code from+1}, …, each to the next partition; returns when they are stored. */
    private void append(int from, int to) {
        for (int i = from; i < to; i++) {
            producer.send(new ProducerRecord<>(topic, i % PARTITIONS, null, text(i)));
        }
        producer.flush();
    }

    private static byte[] text(int number) {
        return Integer.toString(number).getBytes(StandardCharsets.UTF_8);
    }

    private static Set<String> numbers(int from, int to) {
        return new HashSet<>(
                IntStream.range(from, to).mapToObj(Integer::toString).toList());
    }

    /** The broker's clock is this machine's: a moment that lies between what is stored and what will be. */
    private static long moment() {
        long before = System.currentTimeMillis();
        org.awaitility.Awaitility.await().until(() -> System.currentTimeMillis() > before + 1);
        long moment = System.currentTimeMillis();
        org.awaitility.Awaitility.await().until(() -> System.currentTimeMillis() > moment + 1);
        return moment;
    }

    private Search all(int limit, Position from) {
        return Search.of(topic, 0, Long.MAX_VALUE, limit, from);
    }

    private record Found(int partition, long offset, long millis) {
        static Found of(ConsumerRecord<byte[], byte[]> record) {
            return new Found(record.partition(), record.offset(), record.timestamp());
        }
    }

    @Test
    void pages_hold_each_record_once_the_newest_first() throws Exception {
        append(0, 40);
        append(40, 100);

        List<Found> found = new ArrayList<>();
        Position from = null;
        int pages = 0;
        do {
            Page<Found> page = await(browser.search(all(7, from), Found::of));
            found.addAll(page.items());
            assertThat(page.searched().complete()).isEqualTo(page.next() == null);
            from = page.next() == null ? null : Position.decode(page.next().encoded());
            pages++;
        } while (from != null);

        assertThat(pages).isEqualTo(15);
        assertThat(found).hasSize(100).doesNotHaveDuplicates();
        assertThat(found).extracting(Found::millis).isSortedAccordingTo(Collections.reverseOrder());
        for (int i = 0; i < PARTITIONS; i++) {
            int partition = i;
            assertThat(found.stream().filter(each -> each.partition() == partition))
                    .extracting(Found::offset)
                    .isSortedAccordingTo(Collections.reverseOrder());
        }
    }

    @Test
    void one_among_thousands_is_found_and_the_answer_says_that_all_was_searched() throws Exception {
        append(0, 12_000);

        Pick<String> sought = record -> Arrays.equals(record.value(), text(1)) ? VALUE.of(record) : null;
        Page<String> page = await(browser.search(all(5, null), sought));
        while (page.items().isEmpty() && page.next() != null) {
            page = await(browser.search(all(5, page.next()), sought));
        }

        assertThat(page.items()).containsExactly("1");
        assertThat(page.searched().complete()).isTrue();
        assertThat(page.next()).isNull();
    }

    @Test
    void time_bounds_what_is_searched() throws Exception {
        append(0, 30);
        long since = moment();
        append(30, 60);
        long until = moment();
        append(60, 90);

        Page<String> between = await(browser.search(Search.of(topic, since, until, 1000, null), VALUE));
        Page<String> later = await(browser.search(Search.of(topic, until, Long.MAX_VALUE, 1000, null), VALUE));
        Page<String> none = await(
                browser.search(Search.of(topic, System.currentTimeMillis() + 60_000, Long.MAX_VALUE, 10, null), VALUE));

        assertThat(between.items()).containsExactlyInAnyOrderElementsOf(numbers(30, 60));
        assertThat(between.searched()).isEqualTo(new Page.Searched(since, until, true));
        assertThat(later.items()).containsExactlyInAnyOrderElementsOf(numbers(60, 90));
        assertThat(none.items()).isEmpty();
        assertThat(none.searched().complete()).isTrue();
    }

    @Test
    void one_partition_may_be_searched_alone() throws Exception {
        append(0, 30);

        Page<Found> page = await(browser.search(all(100, null).in(2), Found::of));

        assertThat(page.items()).hasSize(10).allMatch(found -> found.partition() == 2);
    }

    @Test
    void at_the_deadline_a_search_stops_and_says_where_to_go_on() throws Exception {
        append(0, 30);
        Search hasty = new Search(topic, Set.of(), 0, Long.MAX_VALUE, 100, Duration.ZERO, null);

        Page<String> nothing = await(browser.search(hasty, VALUE));

        assertThat(nothing.items()).isEmpty();
        assertThat(nothing.searched().complete()).isFalse();
        assertThat(nothing.searched().from()).isEqualTo(nothing.searched().to());
        Page<String> rest = await(browser.search(all(100, nothing.next()), VALUE));
        assertThat(rest.items()).containsExactlyInAnyOrderElementsOf(numbers(0, 30));
    }

    @Test
    void what_was_deleted_since_is_no_hindrance() throws Exception {
        append(0, 30);
        Page<String> first = await(browser.search(all(9, null), VALUE));
        await(admin.trim(topic, Map.of(0, 10L, 1, 10L, 2, 10L)));

        Page<String> rest = await(browser.search(all(100, first.next()), VALUE));

        assertThat(rest.items()).isEmpty();
        assertThat(rest.searched().complete()).isTrue();
    }

    @Test
    void a_record_is_read_by_its_offset() throws Exception {
        append(0, 6);

        assertThat(await(browser.at(topic, 1, 1, VALUE))).contains("4");
        assertThat(await(browser.at(topic, 1, 2, VALUE))).isEmpty();
        assertThat(await(browser.at(topic, 1, -1, VALUE))).isEmpty();
        assertThat(await(browser.at(topic, 9, 0, VALUE))).isEmpty();
        assertThat(await(browser.at(topic, 1, 0, record -> null))).isEmpty();
    }

    @Test
    void two_read_at_once_and_too_many_are_refused() throws Exception {
        CountDownLatch running = new CountDownLatch(2);
        CountDownLatch go = new CountDownLatch(1);
        List<Future<Boolean>> asked = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            asked.add(browser.read(tape -> {
                running.countDown();
                return waitFor(go);
            }));
        }
        assertThat(running.await(60, TimeUnit.SECONDS)).isTrue();

        assertThatThrownBy(() -> await(browser.read(tape -> true)))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(BrowseFailure.class);
        go.countDown();
        for (Future<Boolean> each : asked) {
            assertThat(await(each)).isTrue();
        }
        int partitions = await(browser.read(tape -> tape.partitions(topic)));
        assertThat(partitions).isEqualTo(PARTITIONS);
    }

    private static boolean waitFor(CountDownLatch latch) {
        try {
            return latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
