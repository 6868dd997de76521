package dev.centrifuge.kafka.read.past;

import dev.centrifuge.event.Event;
import dev.centrifuge.flow.Trail;
import dev.centrifuge.flow.handover.Entry;
import dev.centrifuge.kafka.RecordCodec;
import dev.centrifuge.time.Ticker;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A Kafka record as the lanes see it; one object serves all. The event keeps the record's arrays. Belongs to the log thread. */
public final class RecordEntry implements Entry {
    private static final byte[] NOTHING = new byte[0];

    private final RecordCodec codec = new RecordCodec();
    private final Ticker ticker;
    private @Nullable ConsumerRecord<byte[], byte[]> record;
    private @Nullable Event event;

    public RecordEntry(Ticker ticker) {
        this.ticker = ticker;
    }

    /** This entry, which is {@code next} from now on. */
    public RecordEntry of(ConsumerRecord<byte[], byte[]> next) {
        record = next;
        event = codec.decode(next);
        return this;
    }

    private ConsumerRecord<byte[], byte[]> record() {
        ConsumerRecord<byte[], byte[]> current = record;
        if (current == null) {
            throw new IllegalStateException("no record");
        }
        return current;
    }

    @Override
    public long offset() {
        return record().offset();
    }

    @Override
    public long appendedAt() {
        return record().timestamp();
    }

    @Override
    public @Nullable Event event() {
        return event;
    }

    @Override
    public @Nullable String destination() {
        return LegCodec.destination(record().headers());
    }

    @Override
    public Trail trail() {
        return LegCodec.trail(record().headers(), ticker.millis());
    }

    @Override
    public byte[] rawKey() {
        byte[] key = record().key();
        return key == null ? NOTHING : key;
    }

    @Override
    public byte[] rawValue() {
        byte[] value = record().value();
        return value == null ? NOTHING : value;
    }

    @Override
    public int bytes() {
        return Math.max(0, record().serializedKeySize()) + Math.max(0, record().serializedValueSize());
    }
}
