package dev.centrifuge.kafka.write;

import dev.centrifuge.config.IngestConfig;
import dev.centrifuge.event.Event;
import dev.centrifuge.event.Rejected;
import dev.centrifuge.fault.Failpoint;
import dev.centrifuge.ingest.EventLog;
import dev.centrifuge.ingest.LogUnavailable;
import dev.centrifuge.kafka.Connection;
import dev.centrifuge.kafka.Topics;
import dev.centrifuge.time.Ticker;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends events to Kafka for ingest: acknowledged by all in-sync replicas or failed within the deadline, and never
 * blocking an event loop, whatever Kafka does.
 *
 * <p>The plain producer, because the Vert.x Kafka client costs 15 to 20 % more of the gateway's CPU per event (it makes
 * a promise and a hop to the context per record; here it is one per request, and one hop per burst).
 *
 * <p>Threading: see the package. {@link #append} on an event loop; the rest on any thread, but {@link #start} and
 * {@link #close} take a moment and belong to a worker.
 */
public final class EventWriter implements EventLog {

    private static final Logger LOG = LoggerFactory.getLogger(EventWriter.class);
    private static final long PROBE_MILLIS = 250;
    /** What an append costs besides its arrays: headers, and objects here and in the producer. */
    private static final int OVERHEAD = 512;

    private final Ticker ticker;
    private final WriterListener listener;
    private final BooleanSupplier room;
    private final Supplier<Future<Boolean>> probe;
    private final LogHealth health;
    private final Sender sender;
    private final long timeout;
    private final long mostBytes;
    private final Map<EventLoop, Lane> lanes = new ConcurrentHashMap<>();
    private final AtomicLong bytes = new AtomicLong();
    private final Lane.Settler settler = new Settled();
    private volatile boolean closed;

    // Accessed only by the probe's event loop.
    private boolean probing;
    private boolean told;

    EventWriter(
            Topics topics,
            IngestConfig ingest,
            Supplier<Producer<byte[], byte[]>> producers,
            Ticker ticker,
            WriterListener listener,
            BooleanSupplier room,
            Supplier<Future<Boolean>> probe) {
        this.ticker = ticker;
        this.listener = listener;
        this.room = room;
        this.probe = probe;
        this.timeout = ingest.ackTimeout().toNanos();
        this.health = new LogHealth(timeout / 2, ticker.nanos());
        this.mostBytes = 2 * ingest.maxInFlight();
        this.sender = new Sender(topics, producers, ticker);
    }

    /**
     * Starts a writer. It is not available until a probe has found Kafka ready.
     *
     * @param room whether the disk has room, in memory; a disk over its watermark takes no events
     * @param probe asks the brokers whether an append could succeed; {@code TopicAdmin.writable}
     */
    public static EventWriter start(
            Vertx vertx,
            Connection connection,
            Topics topics,
            IngestConfig ingest,
            Ticker ticker,
            WriterListener listener,
            BooleanSupplier room,
            Supplier<Future<Boolean>> probe) {
        Map<String, Object> settings = ProducerSettings.of(connection, ingest);
        Supplier<Producer<byte[], byte[]>> producers =
                () -> new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        EventWriter writer = new EventWriter(topics, ingest, producers, ticker, listener, room, probe);
        writer.run(vertx);
        return writer;
    }

    void run(Vertx vertx) {
        sender.start();
        vertx.getOrCreateContext().runOnContext(start -> {
            check();
            vertx.setPeriodic(PROBE_MILLIS, timer -> {
                if (closed) {
                    vertx.cancelTimer(timer);
                } else {
                    check();
                }
            });
        });
    }

    @Override
    public Future<Void> append(List<Event> events, List<Rejected> rejected) {
        ContextInternal context = ContextInternal.current();
        int records = events.size() + rejected.size();
        if (!available()) {
            listener.failed(records, "unavailable");
            return context.failedFuture(new LogUnavailable("Kafka does not take events now"));
        }
        Lane lane = lanes.computeIfAbsent(context.nettyEventLoop(), this::lane);
        int size = size(events, rejected);
        // The second line: ingest's own permits are lower, and it asks for room before it reads a body.
        if (bytes.addAndGet(size) > mostBytes || !lane.hasRoom()) {
            bytes.addAndGet(-size);
            listener.failed(records, "full");
            return context.failedFuture(new LogUnavailable("too much waits for Kafka"));
        }
        Promise<Void> promise = context.promise();
        Append append = new Append(lane, promise, events, rejected, size, ticker.nanos());
        lane.enter(append);
        return promise.future();
    }

    @Override
    public boolean available() {
        return !closed && health.up() && sender.warm() && room.getAsBoolean();
    }

    @Override
    public boolean hasRoom() {
        Lane lane = lanes.get(ContextInternal.current().nettyEventLoop());
        return lane == null || lane.hasRoom();
    }

    /** The bytes that the producer has not finished with: what waits to be sent or acknowledged. */
    public long pending() {
        return bytes.get();
    }

    /**
     * Takes no more, waits for the acknowledgement of what was taken, at most {@code patience}, and ends. Blocks.
     */
    public void close(Duration patience) throws InterruptedException {
        closed = true;
        for (Lane lane : lanes.values()) {
            lane.awaitHandOver(patience);
        }
        sender.close(patience);
    }

    private Lane lane(EventLoop loop) {
        return new Lane(loop, ticker, health, sender, settler, timeout);
    }

    private static int size(List<Event> events, List<Rejected> rejected) {
        int size = OVERHEAD;
        for (int i = 0; i < events.size(); i++) {
            size += events.get(i).weight();
        }
        for (int i = 0; i < rejected.size(); i++) {
            size += rejected.get(i).body().length + OVERHEAD;
        }
        return size;
    }

    /** Tells of a change, and looks for a way back while there is none. */
    private void check() {
        tell();
        if (!health.up() && !probing) {
            probing = true;
            probe.get().onComplete(found -> {
                probing = false;
                if (found.succeeded() && found.result()) {
                    health.probed(ticker.nanos());
                    tell();
                }
            });
        }
    }

    private void tell() {
        boolean available = available();
        if (available != told) {
            told = available;
            listener.availability(available);
            if (available) {
                LOG.info("Kafka takes events");
            } else {
                LOG.warn(
                        "Kafka does not take events: {}",
                        room.getAsBoolean() ? "no acknowledgements" : "the disk is nearly full");
            }
        }
    }

    /** Ends appends, on their event loops. */
    private final class Settled implements Lane.Settler {

        @Override
        public void succeeded(Append append, long nanos) {
            listener.appended(append.records, nanos);
            Failpoint.ACKNOWLEDGED_UNANSWERED.pass();
            append.promise.complete();
        }

        @Override
        public void failed(Append append, String reason, LogUnavailable why) {
            listener.failed(append.records, reason);
            append.promise.fail(why);
        }

        @Override
        public void released(Append append) {
            bytes.addAndGet(-append.bytes);
        }
    }
}
