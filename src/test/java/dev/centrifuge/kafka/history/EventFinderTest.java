package dev.centrifuge.kafka.history;

import dev.centrifuge.config.TopicsConfig;
import dev.centrifuge.embedded.TestBroker;
import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import dev.centrifuge.event.Letter;
import dev.centrifuge.event.PastAttempt;
import dev.centrifuge.event.PastAttempt.Next;
import dev.centrifuge.event.PastAttempt.Place;
import dev.centrifuge.event.PastAttempt.What;
import dev.centrifuge.event.Sighting;
import dev.centrifuge.kafka.Connection;
import dev.centrifuge.kafka.HeaderText;
import dev.centrifuge.kafka.RecordCodec;
import dev.centrifuge.kafka.TopicAdmin;
import dev.centrifuge.kafka.Topics;
import dev.centrifuge.kafka.browse.Browser;
import dev.centrifuge.time.Ticker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** Events, attempts and letters on a broker. */
@ExtendWith(TestBroker.class)
class EventFinderTest {
    private static final int PARTITIONS = 3;

    private final Vertx vertx = Vertx.vertx();
    private final RecordCodec codec = new RecordCodec();
    private Topics topics;
    private TopicAdmin admin;
    private KafkaProducer<byte[], byte[]> producer;
    private Browser browser;
    private AttemptWriter writer;
    private EventFinder finder;

    @BeforeEach
    void open(TestBroker.Handle kafka) throws Exception {
        Connection connection = new Connection(kafka.bootstrap(), Map.of());
        topics = Topics.of(kafka.prefix());
        TopicsConfig config = new TopicsConfig(kafka.prefix(), PARTITIONS, 1, Duration.ofHours(72));
        admin = TopicAdmin.open(vertx, connection, config, 32 * 1024);
        await(admin.ensure(reason -> {}));
        producer =
                new KafkaProducer<>(connection.settings("test"), new ByteArraySerializer(), new ByteArraySerializer());
        browser = Browser.open(vertx, connection, Ticker.system());
        writer = AttemptWriter.start(connection, topics, PARTITIONS, 1 << 20, Ticker.system());
        finder = new EventFinder(browser, topics, PARTITIONS);
    }

    @AfterEach
    void close() throws Exception {
        writer.close();
        browser.close();
        producer.close();
        await(admin.close());
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private static Event event(String source, String id, int user) {
        Envelope envelope = new Envelope(source, id, "track", System.currentTimeMillis(), null, null);
        return new Event(envelope, (source + ":u" + user).getBytes(StandardCharsets.UTF_8), "{\"a\":1}".getBytes());
    }

    private Place append(Event event) throws Exception {
        RecordMetadata stored =
                producer.send(codec.encode(topics.events(), event)).get(60, TimeUnit.SECONDS);
        return new Place("", stored.partition(), stored.offset());
    }

    private void fill(int events) {
        for (int i = 0; i < events; i++) {
            producer.send(codec.encode(topics.events(), event("web", "filler-" + i, i)));
        }
        producer.flush();
    }

    private void write(Event event, Place place, int number, Next next) {
        long before = writer.written();
        writer.write(new PastAttempt(
                System.currentTimeMillis(),
                event.envelope().source(),
                "crm",
                event.envelope().id(),
                number,
                "failed",
                500,
                "http_500",
                1_000,
                "no",
                place,
                next));
        Awaitility.await().until(() -> writer.written() > before);
    }

    private String bury(Event event, Place place, String destination) throws Exception {
        List<Header> headers = codec.headers(event.envelope());
        headers.add(HeaderText.of("destination", destination));
        headers.add(HeaderText.of("origin", topics.events() + ":" + place.partition() + ":" + place.offset()));
        headers.add(HeaderText.of("attempts", 2));
        headers.add(HeaderText.of("reason", "ttl"));
        headers.add(HeaderText.of("dead-at", 1_234));
        RecordMetadata stored = producer.send(
                        new ProducerRecord<>(topics.dead(), place.partition(), event.key(), event.body(), headers))
                .get(60, TimeUnit.SECONDS);
        return stored.partition() + "-" + stored.offset();
    }

    private EventTraces find(String id, @Nullable String source) throws Exception {
        long now = System.currentTimeMillis();
        EventQuery query = new EventQuery(id, source, now - 3_600_000, Long.MAX_VALUE, null);
        EventTraces found = await(finder.find(query));
        while (found.events().isEmpty() && found.next() != null) {
            found = await(finder.find(new EventQuery(id, source, now - 3_600_000, Long.MAX_VALUE, found.next())));
        }
        return found;
    }

    @Test
    void attempts_say_where_the_event_is_and_its_letters_are_found() throws Exception {
        Event event = event("web", "m1", 1);
        Place place = append(event);
        fill(50);
        write(event, place, 1, new Next(What.RETRY, 5, ""));
        write(event, place, 2, new Next(What.DEAD, 0, "ttl"));
        String letter = bury(event, place, "crm");
        bury(event("web", "m2", 1), place, "crm");

        EventTraces found = find("m1", null);

        assertThat(found.events()).hasSize(1);
        Sighting seen = found.events().get(0);
        assertThat(new Place("", seen.partition(), seen.offset())).isEqualTo(place);
        assertThat(seen.event().body()).isEqualTo(event.body());
        assertThat(found.attempts()).extracting(PastAttempt::number).containsExactlyInAnyOrder(1, 2);
        assertThat(found.letters()).extracting(Letter::id).containsExactly(letter);
        assertThat(found.letters())
                .containsExactly(new Letter(
                        place.partition(),
                        Long.parseLong(letter.substring(letter.indexOf('-') + 1)),
                        "web",
                        "crm",
                        "ttl",
                        1_234,
                        2,
                        place));
    }

    @Test
    void without_attempts_the_log_is_searched() throws Exception {
        Event event = event("web", "m1", 1);
        Place place = append(event);
        fill(3_000);

        EventTraces found = find("m1", null);

        assertThat(found.attempts()).isEmpty();
        assertThat(found.events()).hasSize(1);
        assertThat(found.events().get(0).offset()).isEqualTo(place.offset());
        assertThat(found.searched().complete()).isTrue();
    }

    @Test
    void an_event_that_came_twice_is_found_twice_and_a_source_may_be_asked_for() throws Exception {
        append(event("web", "m1", 1));
        append(event("app", "m1", 2));
        fill(10);
        append(event("web", "m1", 1));

        assertThat(find("m1", null).events())
                .extracting(seen -> seen.event().envelope().source())
                .containsExactly("web", "app", "web");
        assertThat(find("m1", "app").events()).hasSize(1);
        assertThat(find("m1", "other").events()).isEmpty();
    }

    @Test
    void attempts_of_an_event_that_was_deleted_are_found_without_it() throws Exception {
        Event event = event("web", "m1", 1);
        Place place = append(event);
        write(event, place, 1, new Next(What.RETRY, 5, ""));
        await(admin.trim(topics.events(), Map.of(place.partition(), place.offset() + 1)));

        EventTraces found = find("m1", null);

        assertThat(found.events()).isEmpty();
        assertThat(found.attempts()).hasSize(1);
        assertThat(found.searched().complete()).isTrue();
    }
}
