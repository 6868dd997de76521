package dev.centrifuge.kafka;

import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import dev.centrifuge.event.Rejected;
import dev.centrifuge.event.Replay;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * Events as Kafka records and back: the key and the body as they are, the envelope in headers.
 *
 * <pre>
 * source, id, type    UTF-8
 * received            milliseconds since the epoch, in decimal
 * traceparent         where the event came with one
 * integrations        the raw JSON, where it limits who gets the event
 * replay, replayed    which job delivers it again, and when it was copied for that
 * </pre>
 *
 * Copies in delay topics and in {@code dead} have the same headers and more; see {@link #headers}.
 *
 * <p>Belongs to one thread: it keeps what recurs (sources, types, the last time stamp) instead of making it again for
 * each event.
 */
public final class RecordCodec {

    public static final String SOURCE = "source";
    public static final String ID = "id";
    public static final String TYPE = "type";
    public static final String RECEIVED = "received";
    public static final String TRACEPARENT = "traceparent";
    public static final String INTEGRATIONS = "integrations";
    /** Legs that a job delivers again: its id. */
    public static final String REPLAY = "replay";
    /** When the job copied it. */
    public static final String REPLAYED = "replayed";
    /** Dead letters: a word from a small fixed set. */
    public static final String REASON = "reason";
    /** Dead letters: what happened, for people. */
    public static final String DETAIL = "detail";
    /** Dead letters of reason {@link #INVALID}: the position in its batch. */
    public static final String INDEX = "index";
    /** The reason of what never was an event. */
    public static final String INVALID = "invalid";

    private static final int RECURRING = 1024;
    private static final Header REASON_INVALID = HeaderText.of(REASON, INVALID);

    private final Map<String, Header> sources = new HashMap<>();
    private final Map<String, Header> types = new HashMap<>();
    private final Interned texts = new Interned();
    private final List<Header> draft = new ArrayList<>();
    private Header received = HeaderText.of(RECEIVED, 0);
    private long receivedAt;

    /** The record of an event. */
    public ProducerRecord<byte[], byte[]> encode(String topic, Event event) {
        draft.clear();
        envelope(event.envelope(), draft);
        return new ProducerRecord<>(topic, null, event.key(), event.body(), draft);
    }

    /** The dead letter of what was refused at the door. */
    public ProducerRecord<byte[], byte[]> encode(String topic, Rejected rejected) {
        Header source = recurring(sources, SOURCE, rejected.source());
        draft.clear();
        draft.add(source);
        draft.add(received(rejected.receivedAt()));
        draft.add(REASON_INVALID);
        draft.add(HeaderText.of(DETAIL, rejected.reason()));
        draft.add(HeaderText.of(INDEX, rejected.index()));
        return new ProducerRecord<>(topic, null, source.value(), rejected.body(), draft);
    }

    /** The headers of an event, for a copy that gets more of them: a list of the caller's own. */
    public List<Header> headers(Envelope envelope) {
        List<Header> headers = new ArrayList<>();
        envelope(envelope, headers);
        return headers;
    }

    /**
     * The event of a record, which keeps the record's arrays. Other headers are ignored.
     *
     * @return null where the record is none of ours: a header or the key is missing or makes no sense
     */
    public @Nullable Event decode(ConsumerRecord<byte[], byte[]> record) {
        String source = null;
        String id = null;
        String type = null;
        String traceparent = null;
        String integrations = null;
        String replay = null;
        long replayedAt = 0;
        long at = -1;
        for (Header header : record.headers()) {
            byte[] value = header.value();
            if (value == null) {
                continue;
            }
            switch (header.key()) {
                case SOURCE -> source = texts.text(value);
                case ID -> id = new String(value, StandardCharsets.UTF_8);
                case TYPE -> type = texts.text(value);
                case RECEIVED -> at = HeaderText.decimal(value);
                case TRACEPARENT -> traceparent = new String(value, StandardCharsets.UTF_8);
                case INTEGRATIONS -> integrations = new String(value, StandardCharsets.UTF_8);
                case REPLAY -> replay = texts.text(value);
                case REPLAYED -> replayedAt = HeaderText.decimal(value);
                default -> {}
            }
        }
        if (source == null || id == null || type == null || at < 0 || record.key() == null || record.value() == null) {
            return null;
        }
        Replay by = replay == null ? null : replay(replay, replayedAt, at, record.timestamp());
        Envelope envelope = new Envelope(source, id, type, at, traceparent, integrations, by);
        return new Event(envelope, record.key(), record.value());
    }

    /** A forged time must make no leg immortal, nor dead at once: no later than its record, no earlier than its event. */
    private static Replay replay(String job, long at, long receivedAt, long appendedAt) {
        return new Replay(job, Math.max(receivedAt, Math.min(at, appendedAt)));
    }

    private void envelope(Envelope envelope, List<Header> into) {
        into.add(recurring(sources, SOURCE, envelope.source()));
        into.add(HeaderText.of(ID, envelope.id()));
        into.add(recurring(types, TYPE, envelope.type()));
        into.add(received(envelope.receivedAt()));
        if (envelope.traceparent() != null) {
            into.add(HeaderText.of(TRACEPARENT, envelope.traceparent()));
        }
        if (envelope.integrations() != null) {
            into.add(HeaderText.of(INTEGRATIONS, envelope.integrations()));
        }
        Replay replay = envelope.replay();
        if (replay != null) {
            into.add(HeaderText.of(REPLAY, replay.job()));
            into.add(HeaderText.of(REPLAYED, replay.at()));
        }
    }

    /** The events of a batch share their time. */
    private Header received(long at) {
        if (at != receivedAt) {
            received = HeaderText.of(RECEIVED, at);
            receivedAt = at;
        }
        return received;
    }

    private static Header recurring(Map<String, Header> known, String name, String value) {
        Header header = known.get(value);
        if (header == null) {
            if (known.size() >= RECURRING) {
                known.clear(); // types are made up by clients
            }
            header = new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
            known.put(value, header);
        }
        return header;
    }
}
