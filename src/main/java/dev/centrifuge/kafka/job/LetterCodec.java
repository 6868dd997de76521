package dev.centrifuge.kafka.job;

import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import dev.centrifuge.event.Replay;
import dev.centrifuge.flow.job.Letter;
import dev.centrifuge.kafka.HeaderText;
import dev.centrifuge.kafka.RecordCodec;
import dev.centrifuge.kafka.read.past.LegCodec;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Records of {@code dead} as letters: those of legs, and those of what was refused at the door. Belongs to one thread. */
public final class LetterCodec {
    private static final Pattern RANGE = Pattern.compile("(\\d{1,18})\\.\\.(\\d{1,18})");
    private static final byte[] NOTHING = new byte[0];

    private final RecordCodec records = new RecordCodec();

    /** Whatever the record says: what is missing is empty. */
    public Letter decode(ConsumerRecord<byte[], byte[]> record) {
        Headers headers = record.headers();
        Event event = records.decode(record);
        Envelope envelope = event == null ? null : event.envelope();
        Replay replay = envelope == null ? null : envelope.replay();
        return new Letter(
                new Letter.Place(record.partition(), record.offset()),
                record.timestamp(),
                destination(headers),
                text(headers, RecordCodec.SOURCE),
                text(headers, RecordCodec.ID),
                text(headers, RecordCodec.REASON),
                HeaderText.text(headers, RecordCodec.DETAIL),
                LegCodec.trail(headers, record.timestamp()),
                range(headers),
                replay(headers, replay),
                event,
                record.value() == null ? NOTHING : record.value(),
                reference(record));
    }

    private static Letter.@Nullable Reference reference(ConsumerRecord<byte[], byte[]> record) {
        long event = LegCodec.reference(record);
        long size = HeaderText.number(record.headers(), LegCodec.LEFT_OUT, 0);
        return event < 0 ? null : new Letter.Reference(event, (int) Math.min(Integer.MAX_VALUE, size), false);
    }

    private static @Nullable String replay(Headers headers, @Nullable Replay replay) {
        return replay == null ? HeaderText.text(headers, RecordCodec.REPLAY) : replay.job();
    }

    private static @Nullable String destination(Headers headers) {
        String destination = LegCodec.destination(headers);
        return destination == null || destination.isEmpty() ? null : destination;
    }

    private static String text(Headers headers, String name) {
        String text = HeaderText.text(headers, name);
        return text == null ? "" : text;
    }

    private static Letter.@Nullable Range range(Headers headers) {
        Matcher range = RANGE.matcher(text(headers, LegCodec.RANGE));
        return range.matches()
                ? new Letter.Range(
                        Long.parseLong(range.group(1)),
                        Long.parseLong(range.group(2)),
                        HeaderText.number(headers, LegCodec.RANGE_LEGS, 0))
                : null;
    }
}
