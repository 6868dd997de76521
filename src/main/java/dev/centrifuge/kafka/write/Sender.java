package dev.centrifuge.kafka.write;

import dev.centrifuge.event.Event;
import dev.centrifuge.event.Rejected;
import dev.centrifuge.fault.Failpoint;
import dev.centrifuge.kafka.RecordCodec;
import dev.centrifuge.kafka.Topics;
import dev.centrifuge.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer thread: takes what the event loops handed over and sends it. A thread of its own because
 * {@link Producer#send} blocks for metadata, for memory and on the producer's locks.
 *
 * <p>A producer that Kafka has refused for good answers everything with errors from then on: it is replaced by a new
 * one, and what it still held fails as unknown.
 */
final class Sender implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);
    private static final long NAP = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long SHORT_NAP = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long BETWEEN_PRODUCERS = TimeUnit.SECONDS.toNanos(1);
    private static final long BETWEEN_WORDS = TimeUnit.SECONDS.toNanos(30);

    private final Stack handover = new Stack();
    private final RecordCodec codec = new RecordCodec();
    private final Topics topics;
    private final boolean eager;
    private final Supplier<Producer<byte[], byte[]>> producers;
    private final Ticker ticker;
    private final Thread thread;

    // Accessed only by the writer thread.
    private @Nullable Producer<byte[], byte[]> producer;
    private @Nullable Throwable broken;
    private long tried;
    private long said;

    private volatile boolean warm;
    private volatile boolean closing;
    private volatile Duration patience = Duration.ZERO;

    /**
     * @param eager whether it makes a producer and gets to know {@code events} before there is anything to send; another makes a
     *     producer for what is seldom sent, and does so when it is
     */
    Sender(Topics topics, boolean eager, Supplier<Producer<byte[], byte[]>> producers, Ticker ticker) {
        this.topics = topics;
        this.eager = eager;
        this.producers = producers;
        this.ticker = ticker;
        this.tried = ticker.nanos() - BETWEEN_PRODUCERS;
        this.said = ticker.nanos() - BETWEEN_WORDS;
        this.thread = new Thread(this, eager ? "centrifuge-writer" : "centrifuge-writer-dead");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Takes a chain that is linked by {@code next} from its newest to its oldest. Any thread; never blocks. */
    void hand(Append newest, Append oldest) {
        if (handover.push(newest, oldest)) {
            LockSupport.unpark(thread);
        }
    }

    /** Whether the producer knows {@code events}: an append would otherwise pay for that. */
    boolean warm() {
        return warm;
    }

    /** Begins to end: sends what was handed over, and waits for its acknowledgements at most {@code patience}. */
    void end(Duration patience) {
        this.patience = patience;
        closing = true;
        LockSupport.unpark(thread);
    }

    /** Waits until it has ended. Blocks. */
    void awaitEnd() throws InterruptedException {
        thread.join(patience.toMillis() + 1_000);
    }

    @Override
    public void run() {
        while (!closing || !handover.isEmpty()) {
            boolean needed = eager || !handover.isEmpty();
            if (needed) {
                prepare();
            }
            Append append = needed ? handover.takeAll() : null;
            if (append == null) {
                LockSupport.parkNanos(this, warm || !eager ? NAP : SHORT_NAP);
            }
            while (append != null) {
                Append next = append.next;
                append.next = null;
                send(append);
                append = next;
            }
        }
        if (producer != null) {
            producer.close(patience);
        }
    }

    private void send(Append append) {
        List<Event> events = append.events;
        List<Rejected> rejected = append.rejected;
        append.events = List.of(); // the producer has copied them by then; the append may wait for long
        append.rejected = List.of();
        int sent = 0;
        while (sent < append.records && append.failure == null && !append.expired) {
            send(events, rejected, sent, append);
            sent++;
        }
        Failpoint.SENT_UNACKNOWLEDGED.pass();
        append.end(append.records - sent + 1);
    }

    /** What is expected to fail comes to the callback; what is thrown says that this producer is of no more use. */
    private void send(List<Event> events, List<Rejected> rejected, int index, Append append) {
        try {
            ProducerRecord<byte[], byte[]> record = index < events.size()
                    ? codec.encode(topics.events(), events.get(index))
                    : codec.encode(topics.dead(), rejected.get(index - events.size()));
            producer().send(record, append);
        } catch (RuntimeException | Error failure) {
            broken = failure;
            append.onCompletion(null, new KafkaException(failure));
        }
    }

    private Producer<byte[], byte[]> producer() {
        if (producer == null) {
            throw new KafkaException("there is no producer");
        }
        return producer;
    }

    /** A working producer that knows its topic, as far as that can be had now. */
    private void prepare() {
        long now = ticker.nanos();
        if ((broken != null || producer == null) && now - tried >= BETWEEN_PRODUCERS) {
            tried = now;
            replace(now);
        }
        if (eager && !warm && !closing && producer != null && broken == null) {
            warmUp(producer);
        }
    }

    private void replace(long now) {
        if (broken != null && now - said >= BETWEEN_WORDS) {
            said = now;
            LOG.warn("the producer is replaced", broken);
        }
        warm = false;
        broken = null;
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
        try {
            producer = producers.get();
        } catch (KafkaException unresolved) {
            broken = unresolved; // a broker's name that cannot be resolved yet, for one
        }
    }

    private void warmUp(Producer<byte[], byte[]> cold) {
        try {
            cold.partitionsFor(topics.events());
            warm = true;
        } catch (TimeoutException notYet) {
            LOG.debug("the topic is not known yet", notYet);
        } catch (RuntimeException useless) {
            broken = useless;
        }
    }
}
