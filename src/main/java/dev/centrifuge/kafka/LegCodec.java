package dev.centrifuge.kafka;

import dev.centrifuge.event.Envelope;
import dev.centrifuge.flow.Delay;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.Origin;
import dev.centrifuge.flow.Trail;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A leg as a record of a delay topic or of the dead letters: the event's own key, value and headers, and what happened to
 * the leg in further headers, all text, so that any Kafka tool shows them.
 */
final class LegCodec {
    private static final int MOST_ATTEMPTS = 1_000_000;

    private final TopicNames topics;

    LegCodec(TopicNames topics) {
        this.topics = topics;
    }

    Copy delayed(Leg leg, Delay delay) {
        return new Copy(leg, record(leg, topics.retry(delay)));
    }

    Copy dead(Leg leg, String reason, long nowMillis) {
        ProducerRecord<byte[], byte[]> record = record(leg, topics.dead());
        add(record.headers(), "reason", reason);
        add(record.headers(), "dead-at", nowMillis);
        return new Copy(leg, record);
    }

    private static ProducerRecord<byte[], byte[]> record(Leg leg, String topic) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                topic, leg.origin().partition(), leg.event().key(), leg.event().body());
        Envelope envelope = leg.event().envelope();
        Headers headers = record.headers();
        RecordCodec.write(envelope, headers);
        add(headers, "destination", leg.destination());
        Origin origin = leg.origin();
        add(headers, "origin", origin.topic() + ":" + origin.partition() + ":" + origin.offset());
        writeTrail(leg.trail(), headers);
        return record;
    }

    private static void writeTrail(Trail trail, Headers headers) {
        add(headers, "attempts", trail.attempts());
        add(headers, "diversions", trail.diversions());
        if (trail.attempts() > 0) {
            add(headers, "first-at", trail.firstAt());
            add(headers, "last-at", trail.lastAt());
            add(headers, "status", trail.status());
            add(headers, "cause", trail.cause());
            add(headers, "answer", trail.excerpt());
        }
        if (trail.absentSince() > 0) {
            add(headers, "absent-since", trail.absentSince());
        }
    }

    private static void add(Headers headers, String name, long value) {
        add(headers, name, Long.toString(value));
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Whose leg a delayed record is, or null where it says nothing. */
    static @Nullable String destination(Headers headers) {
        return text(headers, "destination");
    }

    /** What is missing or absurd counts as nothing: a forged header must not make a leg immortal or dead. */
    static Trail trail(Headers headers, long nowMillis) {
        return new Trail(
                (int) number(headers, "attempts", MOST_ATTEMPTS),
                (int) number(headers, "diversions", MOST_ATTEMPTS),
                number(headers, "first-at", nowMillis),
                number(headers, "last-at", nowMillis),
                (int) number(headers, "status", 999),
                or(text(headers, "cause"), ""),
                or(text(headers, "answer"), ""),
                number(headers, "absent-since", nowMillis));
    }

    private static long number(Headers headers, String name, long most) {
        String text = text(headers, name);
        if (text == null
                || text.isEmpty()
                || text.length() > 18
                || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return 0;
        }
        return Math.min(most, Long.parseLong(text));
    }

    private static String or(@Nullable String text, String fallback) {
        return text == null ? fallback : text;
    }

    private static @Nullable String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
