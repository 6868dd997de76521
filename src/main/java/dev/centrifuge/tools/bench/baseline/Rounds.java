package dev.centrifuge.tools.bench.baseline;

import dev.centrifuge.time.Ticker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Sends as fast as the producer takes, and counts what is acknowledged. Blocks its one thread. */
final class Rounds {
    private static final int SEQ_DIGITS = 12;
    private static final int USER_DIGITS = 6;
    private static final long USERS = 100_000;
    private static final int CLOCK_EVERY = 256;

    private final Producer<byte[], byte[]> producer;
    private final String topic;
    /** The producer copies a record into its batch before {@code send} returns: one array does for all. */
    private final byte[] value;

    private final byte[] key = "bench:user-000000".getBytes(StandardCharsets.UTF_8);
    private final int seqAt;
    private final int userAt;
    private long sent;

    Rounds(Producer<byte[], byte[]> producer, String topic, String template) {
        this.producer = producer;
        this.topic = topic;
        String withSeq = template.replace("{seq}", "0".repeat(SEQ_DIGITS));
        this.seqAt = template.indexOf("{seq}");
        this.userAt = withSeq.indexOf("{user}");
        this.value = withSeq.replace("{user}", "0".repeat(USER_DIGITS)).getBytes(StandardCharsets.UTF_8);
    }

    /** {@code ACKNOWLEDGED NANOS}, the time until the last acknowledgement. */
    String run(long millis) throws IOException {
        Ticker ticker = Ticker.system();
        LongAdder acknowledged = new LongAdder();
        LongAdder failed = new LongAdder();
        long start = ticker.nanos();
        long end = start + TimeUnit.MILLISECONDS.toNanos(millis);
        while (ticker.nanos() < end) {
            for (int i = 0; i < CLOCK_EVERY; i++) {
                send(acknowledged, failed);
            }
        }
        producer.flush();
        if (failed.sum() > 0) {
            throw new IOException(failed.sum() + " records were not acknowledged");
        }
        return acknowledged.sum() + " " + (ticker.nanos() - start);
    }

    private void send(LongAdder acknowledged, LongAdder failed) {
        sent++;
        digits(value, seqAt, SEQ_DIGITS, sent);
        long mixed = sent * 0x9E3779B97F4A7C15L;
        long user = Long.remainderUnsigned(mixed ^ (mixed >>> 32), USERS);
        digits(value, userAt, USER_DIGITS, user);
        digits(key, key.length - USER_DIGITS, USER_DIGITS, user);
        producer.send(new ProducerRecord<>(topic, key, value), (metadata, failure) -> {
            if (failure == null) {
                acknowledged.increment();
            } else {
                failed.increment();
            }
        });
    }

    private static void digits(byte[] bytes, int at, int width, long number) {
        long rest = number;
        for (int place = at + width - 1; place >= at; place--) {
            bytes[place] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
