package dev.centrifuge.tools.bench.baseline;

import dev.centrifuge.time.Ticker;
import dev.centrifuge.tools.load.body.Bodies;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Sends as fast as the producer takes, and counts what is acknowledged. Blocks its one thread. */
final class Rounds {
    private static final int USER_DIGITS = 8;
    private static final int CLOCK_EVERY = 256;

    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final Bodies bodies;
    /** The producer copies a record into its batch before {@code send} returns: one array does for all. */
    private final byte[] key = "bench:user-00000000".getBytes(StandardCharsets.UTF_8);

    private long sent;

    Rounds(Producer<byte[], byte[]> producer, String topic, Bodies bodies) {
        this.producer = producer;
        this.topic = topic;
        this.bodies = bodies;
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
        digits(key, key.length - USER_DIGITS, USER_DIGITS, bodies.user(sent));
        producer.send(new ProducerRecord<>(topic, key, bodies.event(sent)), (metadata, failure) -> {
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
