package dev.centrifuge.kafka.read.past;

import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.Origin;
import dev.centrifuge.flow.Trail;
import dev.centrifuge.flow.lane.Copy;
import dev.centrifuge.kafka.HeaderText;
import dev.centrifuge.kafka.RecordCodec;
import dev.centrifuge.kafka.Topics;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A leg as a record of a delay topic or of the dead letters: the event's own key, value and headers, and what happened to
 * the leg in further headers, all text, so that any Kafka tool shows them.
 */
public final class LegCodec {
    /** Whose leg it is. */
    public static final String DESTINATION = "destination";

    /** Of a dead letter that stands for a stretch of {@code events}: {@code <from>..<to>}, and how many legs it had. */
    public static final String RANGE = "range";

    public static final String RANGE_LEGS = "range-legs";

    private static final int MOST_ATTEMPTS = 1_000_000;

    private final RecordCodec records = new RecordCodec();
    private final Topics topics;

    public LegCodec(Topics topics) {
        this.topics = topics;
    }

    public ProducerRecord<byte[], byte[]> encode(Copy copy) {
        return copy.to() instanceof Copy.Dead dead
                ? dead(copy.leg(), dead)
                : record(copy.leg(), topics.retry(((Copy.Delayed) copy.to()).delay()));
    }

    private ProducerRecord<byte[], byte[]> dead(Leg leg, Copy.Dead dead) {
        ProducerRecord<byte[], byte[]> record = record(leg, topics.dead());
        record.headers().add(HeaderText.of(RecordCodec.REASON, dead.reason()));
        record.headers().add(HeaderText.of("dead-at", dead.atMillis()));
        Copy.Range range = dead.range();
        if (range != null) {
            record.headers().add(HeaderText.of(RANGE, range.from() + ".." + range.to()));
            record.headers().add(HeaderText.of(RANGE_LEGS, range.legs()));
        }
        return record;
    }

    private ProducerRecord<byte[], byte[]> record(Leg leg, String topic) {
        List<Header> headers = records.headers(leg.event().envelope());
        Origin origin = leg.origin();
        headers.add(HeaderText.of(DESTINATION, leg.destination()));
        headers.add(HeaderText.of("origin", origin.topic() + ":" + origin.partition() + ":" + origin.offset()));
        write(leg.trail(), headers);
        byte[] key = leg.event().key();
        return new ProducerRecord<>(topic, origin.partition(), key, leg.event().body(), headers);
    }

    private static void write(Trail trail, List<Header> headers) {
        headers.add(HeaderText.of("attempts", trail.attempts()));
        if (trail.lastAt() > 0) {
            headers.add(HeaderText.of("first-at", trail.firstAt()));
            headers.add(HeaderText.of("last-at", trail.lastAt()));
            headers.add(HeaderText.of("status", trail.status()));
            headers.add(HeaderText.of("cause", trail.cause()));
            headers.add(HeaderText.of("answer", trail.excerpt()));
        }
    }

    /** Whose leg a delayed record is, or null where it says nothing. */
    public static @Nullable String destination(Headers headers) {
        return HeaderText.text(headers, DESTINATION);
    }

    /** What is missing or absurd counts as nothing: a forged header must not make a leg immortal or dead. */
    public static Trail trail(Headers headers, long nowMillis) {
        // Not in the main topic: there this is asked for each leg, and an object each would be half of a leg's memory.
        if (HeaderText.text(headers, "attempts") == null) {
            return Trail.NONE;
        }
        return new Trail(
                (int) number(headers, "attempts", MOST_ATTEMPTS),
                number(headers, "first-at", nowMillis),
                number(headers, "last-at", nowMillis),
                (int) number(headers, "status", 999),
                text(headers, "cause"),
                text(headers, "answer"));
    }

    private static long number(Headers headers, String name, long most) {
        return Math.min(most, HeaderText.number(headers, name, 0));
    }

    private static String text(Headers headers, String name) {
        String text = HeaderText.text(headers, name);
        return text == null ? "" : text;
    }
}
