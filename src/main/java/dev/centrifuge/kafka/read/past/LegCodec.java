package dev.centrifuge.kafka.read.past;

import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.Origin;
import dev.centrifuge.flow.Trail;
import dev.centrifuge.flow.handover.Copy;
import dev.centrifuge.kafka.HeaderText;
import dev.centrifuge.kafka.RecordCodec;
import dev.centrifuge.kafka.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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

    /** The offset of the leg's event in {@code events}, in the partition of this one's number. */
    public static final String EVENT = "event";

    /** Of a dead letter without its event: how many bytes that has. */
    public static final String LEFT_OUT = "left-out";

    private static final int MOST_ATTEMPTS = 1_000_000;
    private static final Pattern EVENTS = Pattern.compile(".*\\.events:\\d{1,9}:(\\d{1,18})");

    private final RecordCodec records = new RecordCodec();
    private final Topics topics;

    public LegCodec(Topics topics) {
        this.topics = topics;
    }

    public ProducerRecord<byte[], byte[]> encode(Copy copy) {
        return copy.to() instanceof Copy.Dead dead
                ? dead(copy, dead)
                : record(copy, topics.retry(((Copy.Delayed) copy.to()).delay()));
    }

    private ProducerRecord<byte[], byte[]> dead(Copy copy, Copy.Dead dead) {
        ProducerRecord<byte[], byte[]> record = copy.form() == Copy.Form.REFERENCE
                ? reference(copy.leg(), dead.leftOut())
                : record(copy, topics.dead());
        record.headers().add(HeaderText.of(RecordCodec.REASON, dead.reason()));
        record.headers().add(HeaderText.of("dead-at", dead.atMillis()));
        Copy.Range range = dead.range();
        if (range != null) {
            record.headers().add(HeaderText.of(RANGE, range.from() + ".." + range.to()));
            record.headers().add(HeaderText.of(RANGE_LEGS, range.legs()));
        }
        return record;
    }

    private ProducerRecord<byte[], byte[]> record(Copy copy, String topic) {
        Leg leg = copy.leg();
        List<Header> headers = records.headers(leg.event().envelope());
        place(leg, headers);
        write(leg.trail(), copy.form() == Copy.Form.WHOLE, headers);
        byte[] key = leg.event().key();
        return new ProducerRecord<>(
                topic, leg.origin().partition(), key, leg.event().body(), headers);
    }

    /** Whose the leg is and what became of it; nothing that may be long but ids. */
    private ProducerRecord<byte[], byte[]> reference(Leg leg, int notKept) {
        List<Header> headers = records.headers(leg.event().envelope().bare());
        place(leg, headers);
        headers.add(HeaderText.of(LEFT_OUT, notKept + leg.event().body().length));
        write(leg.trail(), false, headers);
        byte[] key = leg.event().envelope().source().getBytes(StandardCharsets.UTF_8);
        return new ProducerRecord<>(topics.dead(), leg.origin().partition(), key, null, headers);
    }

    private void place(Leg leg, List<Header> headers) {
        Origin origin = leg.origin();
        headers.add(HeaderText.of(DESTINATION, leg.destination()));
        headers.add(HeaderText.of("origin", origin.topic() + ":" + origin.partition() + ":" + origin.offset()));
        long event = origin.topic().equals(topics.events())
                ? origin.offset()
                : leg.trail().eventAt();
        if (event >= 0) {
            headers.add(HeaderText.of(EVENT, event));
        }
    }

    private static void write(Trail trail, boolean answer, List<Header> headers) {
        headers.add(HeaderText.of("attempts", trail.attempts()));
        if (trail.lastAt() > 0) {
            headers.add(HeaderText.of("first-at", trail.firstAt()));
            headers.add(HeaderText.of("last-at", trail.lastAt()));
            headers.add(HeaderText.of("status", trail.status()));
            headers.add(HeaderText.of("cause", trail.cause()));
            headers.add(HeaderText.of("answer", answer ? trail.excerpt() : ""));
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
                text(headers, "answer"),
                eventAt(headers));
    }

    /** The offset of the event that a dead letter stands for by its place; -1 where it has its event. */
    public static long reference(ConsumerRecord<byte[], byte[]> letter) {
        boolean leftOut = letter.value() == null && letter.headers().lastHeader(LEFT_OUT) != null;
        return leftOut ? eventAt(letter.headers()) : -1;
    }

    /**
     * Where a copy says that its event is in {@code events}; -1 where it does not. Whoever forges it finds the event of another, in
     * the partition that the record is in, and can as well write that event's record.
     */
    public static long eventAt(Headers headers) {
        long event = HeaderText.number(headers, EVENT, -1);
        return event >= 0 ? event : originInEvents(HeaderText.text(headers, "origin"));
    }

    /** Former versions said only from where a leg was read. */
    private static long originInEvents(@Nullable String origin) {
        Matcher place = EVENTS.matcher(origin == null ? "" : origin);
        return place.matches() ? Long.parseLong(place.group(1)) : -1;
    }

    private static long number(Headers headers, String name, long most) {
        return Math.min(most, HeaderText.number(headers, name, 0));
    }

    private static String text(Headers headers, String name) {
        String text = HeaderText.text(headers, name);
        return text == null ? "" : text;
    }
}
