package dev.centrifuge.kafka;

import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import dev.centrifuge.event.Rejected;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class RecordCodecTest {

    private static final byte[] KEY = "web:u1".getBytes(UTF_8);
    private static final byte[] BODY = "{\"type\":\"track\"}".getBytes(UTF_8);
    private static final Envelope PLAIN = new Envelope("web", "m-1", "track", 1_700_000_000_123L, null, null);

    private final RecordCodec codec = new RecordCodec();

    @Test
    void event_comesBackAsItWas() {
        Envelope rich = new Envelope("wéb", "ид-1", "com.example.type", 0, "00-ab-cd-01", "{\"All\":false}");
        for (Envelope envelope : List.of(PLAIN, rich, PLAIN)) {
            ProducerRecord<byte[], byte[]> sent = codec.encode("c.events", new Event(envelope, KEY, BODY));
            Event event = codec.decode(received(sent));
            assertThat(event).isNotNull();
            assertThat(event.envelope()).isEqualTo(envelope);
            assertThat(event.key()).isEqualTo(KEY);
            assertThat(event.body()).isSameAs(BODY);
        }
    }

    @Test
    void headers_areReadableByAnyTool() {
        ProducerRecord<byte[], byte[]> sent = codec.encode("c.events", new Event(PLAIN, KEY, BODY));
        assertThat(sent.headers())
                .extracting(header -> header.key() + "=" + new String(header.value(), UTF_8))
                .containsExactly("source=web", "id=m-1", "type=track", "received=1700000000123");
    }

    @Test
    void headers_ofACopyMayGrow() {
        List<Header> headers = codec.headers(PLAIN);
        headers.add(HeaderText.of("attempt", 3));
        headers.add(HeaderText.of("destination", "crm"));
        ConsumerRecord<byte[], byte[]> copy = received(new ProducerRecord<>("c.retry.30s", null, KEY, BODY, headers));
        Event event = codec.decode(copy);
        assertThat(event).isNotNull();
        assertThat(event.envelope()).isEqualTo(PLAIN);
        assertThat(HeaderText.number(copy.headers(), "attempt", -1)).isEqualTo(3);
        assertThat(HeaderText.text(copy.headers(), "destination")).isEqualTo("crm");
    }

    @Test
    void decode_sharesWhatRecurs() {
        Event one = codec.decode(received(codec.encode("t", new Event(PLAIN, KEY, BODY))));
        Event two = codec.decode(received(codec.encode("t", new Event(PLAIN, KEY, BODY))));
        assertThat(one.envelope().source()).isSameAs(two.envelope().source());
        assertThat(one.envelope().type()).isSameAs(two.envelope().type());
    }

    @Test
    void decode_knowsForeignRecords() {
        for (String missing : List.of("source", "id", "type", "received")) {
            List<Header> headers = new ArrayList<>(codec.headers(PLAIN));
            headers.removeIf(header -> header.key().equals(missing));
            assertThat(codec.decode(record(KEY, BODY, headers))).as(missing).isNull();
        }
        List<Header> ours = codec.headers(PLAIN);
        assertThat(codec.decode(record(KEY, BODY, List.of()))).isNull();
        assertThat(codec.decode(record(null, BODY, ours))).isNull();
        assertThat(codec.decode(record(KEY, null, ours))).isNull();
        assertThat(codec.decode(record(KEY, BODY, ours))).isNotNull();
    }

    @Test
    void decode_refusesATimeThatIsNone() {
        for (String time : List.of("", "-1", "1e3", " 1", "99999999999999999999", "9999999999999999999")) {
            List<Header> headers = codec.headers(PLAIN);
            headers.add(HeaderText.of("received", time));
            assertThat(codec.decode(record(KEY, BODY, headers))).as(time).isNull();
        }
    }

    @Test
    void number_ofAHeaderThatIsNoneIsTheDefault() {
        RecordHeaders headers = new RecordHeaders(List.of(HeaderText.of("attempt", "x")));
        assertThat(HeaderText.number(headers, "attempt", 7)).isEqualTo(7);
        assertThat(HeaderText.number(headers, "absent", 7)).isEqualTo(7);
        assertThat(HeaderText.text(headers, "absent")).isNull();
    }

    @Test
    void rejected_saysWhy() {
        ProducerRecord<byte[], byte[]> sent = codec.encode("c.dead", new Rejected("web", 4, "no userId", BODY, 17));
        assertThat(sent.topic()).isEqualTo("c.dead");
        assertThat(sent.value()).isSameAs(BODY);
        assertThat(sent.headers())
                .extracting(header -> header.key() + "=" + new String(header.value(), UTF_8))
                .containsExactlyInAnyOrder(
                        "source=web", "received=17", "reason=invalid", "detail=no userId", "index=4");
    }

    @Test
    void interned_survivesMoreTextsThanItHolds() {
        Interned texts = new Interned();
        for (int i = 0; i < 5_000; i++) {
            assertThat(texts.text(("type-" + i).getBytes(UTF_8))).isEqualTo("type-" + i);
        }
        assertThat(texts.text("é".repeat(100).getBytes(UTF_8))).isEqualTo("é".repeat(100));
    }

    private static ConsumerRecord<byte[], byte[]> received(ProducerRecord<byte[], byte[]> sent) {
        return record(sent.key(), sent.value(), List.of(sent.headers().toArray()));
    }

    private static ConsumerRecord<byte[], byte[]> record(byte[] key, byte[] value, List<Header> headers) {
        return new ConsumerRecord<>(
                "t",
                0,
                0,
                0,
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                key,
                value,
                new RecordHeaders(headers),
                Optional.empty());
    }
}
