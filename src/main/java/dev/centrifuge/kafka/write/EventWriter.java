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
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
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
    private final TopicWay events;
    private final TopicWay dead;
    private final long mostBytes;
    private final AtomicLong bytes = new AtomicLong();
    private volatile boolean closed;

    // Accessed only by the probe's event loop.
    private boolean told;
    private boolean toldOfDead = true;

    EventWriter(
            Topics topics,
            IngestConfig ingest,
            Supplier<Producer<byte[], byte[]>> producers,
            Ticker ticker,
            WriterListener listener,
            BooleanSupplier room,
            Function<String, Future<Boolean>> probe) {
        this.ticker = ticker;
        this.listener = listener;
        this.room = room;
        this.mostBytes = 2 * ingest.maxInFlight();
        long timeout = ingest.ackTimeout().toNanos();
        Lane.Settler settler = new Settled();
        Sender eager = new Sender(topics, true, producers, ticker);
        this.events = new TopicWay(eager, ticker, settler, timeout, () -> probe.apply(topics.events()));
        Sender rare = new Sender(topics, false, producers, ticker);
        this.dead = new TopicWay(rare, ticker, settler, timeout, () -> probe.apply(topics.dead()));
        // Where that is wrong the first event that is rejected finds it out, and only such a one.
        dead.health.probed(ticker.nanos());
    }

    /**
     * Starts a writer. It is not available until a probe has found Kafka ready.
     *
     * @param room whether the disk has room, in memory; a disk over its watermark takes no events
     * @param probe asks the brokers whether an append to a topic could succeed; {@code TopicAdmin.writable}
     */
    public static EventWriter start(
            Vertx vertx,
            Connection connection,
            Topics topics,
            IngestConfig ingest,
            Ticker ticker,
            WriterListener listener,
            BooleanSupplier room,
            Function<String, Future<Boolean>> probe) {
        Map<String, Object> settings = ProducerSettings.of(connection, ingest);
        Supplier<Producer<byte[], byte[]>> producers =
                () -> new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        EventWriter writer = new EventWriter(topics, ingest, producers, ticker, listener, room, probe);
        writer.run(vertx);
        return writer;
    }

    void run(Vertx vertx) {
        events.sender.start();
        dead.sender.start();
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

    /**
     * Where there are rejected events and {@code dead} does not take any, nothing of it is appended: the answer would have to say
     * that they are there.
     */
    @Override
    public Future<Void> append(List<Event> good, List<Rejected> rejected) {
        ContextInternal context = ContextInternal.current();
        if (!available() || (!rejected.isEmpty() && !dead.health.up())) {
            return refused(context, good, rejected, "unavailable", "Kafka does not take events now");
        }
        EventLoop loop = context.nettyEventLoop();
        int size = size(good);
        int aside = rejected.isEmpty() ? 0 : sizeOfRejected(rejected);
        // The second line: ingest's own permits are lower, and it asks for room before it reads a body.
        if (bytes.addAndGet(size + aside) > mostBytes || !hasRoom(loop, rejected)) {
            bytes.addAndGet(-size - aside);
            return refused(context, good, rejected, "full", "too much waits for Kafka");
        }
        Future<Void> stored = enter(context, events.lane(loop), good, List.of(), size);
        if (rejected.isEmpty()) {
            return stored;
        }
        Future<Void> recorded = enter(context, dead.lane(loop), List.of(), rejected, aside);
        return stored.compose(done -> recorded);
    }

    private Future<Void> refused(
            ContextInternal context, List<Event> good, List<Rejected> rejected, String reason, String why) {
        listener.failed(good.size() + rejected.size(), reason);
        return context.failedFuture(new LogUnavailable(why));
    }

    private Future<Void> enter(
            ContextInternal context, Lane lane, List<Event> good, List<Rejected> rejected, int size) {
        Promise<Void> promise = context.promise();
        lane.enter(new Append(lane, promise, good, rejected, size, ticker.nanos()));
        return promise.future();
    }

    private boolean hasRoom(EventLoop loop, List<Rejected> rejected) {
        return events.hasRoom(loop) && (rejected.isEmpty() || dead.hasRoom(loop));
    }

    /** Not of {@code dead}: see {@code TopicAdmin.writable}. */
    @Override
    public boolean available() {
        return !closed && events.health.up() && events.sender.warm() && room.getAsBoolean();
    }

    @Override
    public boolean hasRoom() {
        return events.hasRoom(ContextInternal.current().nettyEventLoop());
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
        events.end(patience);
        dead.end(patience);
        events.sender.awaitEnd();
        dead.sender.awaitEnd();
    }

    private static int size(List<Event> events) {
        int size = OVERHEAD;
        for (int i = 0; i < events.size(); i++) {
            size += events.get(i).weight();
        }
        return size;
    }

    private static int sizeOfRejected(List<Rejected> rejected) {
        int size = OVERHEAD;
        for (int i = 0; i < rejected.size(); i++) {
            size += rejected.get(i).body().length + OVERHEAD;
        }
        return size;
    }

    /** Tells of a change, and looks for a way back while there is none. */
    private void check() {
        tell();
        tellOfDead();
        events.check();
        dead.check();
    }

    private void tellOfDead() {
        boolean up = dead.health.up();
        if (up != toldOfDead) {
            toldOfDead = up;
            if (up) {
                LOG.info("Kafka takes rejected events again");
            } else {
                LOG.warn("rejected events cannot be recorded: requests with any are refused with 503");
            }
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
