package dev.centrifuge.kafka;

import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

final class RecordCodec {
    private RecordCodec() {}

    static void write(Envelope e, Headers h) {
        h.add("source", e.source().getBytes(StandardCharsets.UTF_8));
        h.add("id", e.id().getBytes(StandardCharsets.UTF_8));
        h.add("type", e.type().getBytes(StandardCharsets.UTF_8));
        h.add("received", Long.toString(e.receivedAt()).getBytes(StandardCharsets.UTF_8));
    }

    static @Nullable Event decode(ConsumerRecord<byte[], byte[]> r) {
        Header source = r.headers().lastHeader("source");
        Header id = r.headers().lastHeader("id");
        Header type = r.headers().lastHeader("type");
        Header received = r.headers().lastHeader("received");
        if (source == null || id == null || type == null || received == null) {
            return null;
        }
        return new Event(
                new Envelope(
                        new String(source.value(), StandardCharsets.UTF_8),
                        new String(id.value(), StandardCharsets.UTF_8),
                        new String(type.value(), StandardCharsets.UTF_8),
                        Long.parseLong(new String(received.value(), StandardCharsets.UTF_8)),
                        null,
                        null),
                r.key(),
                r.value());
    }
}
