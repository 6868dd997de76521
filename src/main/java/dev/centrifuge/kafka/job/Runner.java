package dev.centrifuge.kafka.job;

import dev.centrifuge.flow.job.Rules;
import dev.centrifuge.kafka.Connection;
import dev.centrifuge.kafka.Topics;
import dev.centrifuge.kafka.browse.Tape;
import dev.centrifuge.kafka.read.LaneGauge;
import dev.centrifuge.time.LogGate;
import dev.centrifuge.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the jobs while this node owns the first partition: so one node has them all at a time, and one thread knows which
 * letters were redriven. That is enough: a job copies a fifth of what its destination takes.
 *
 * <p>No more than {@value #MOST_UNFINISHED} legs that jobs copied wait in this node's lanes or are open there at a time; those
 * of destinations that take nothing are left to cursors, {@value #MOST_SKIPPED} at most.
 */
public final class Runner {
    private static final Logger LOG = LoggerFactory.getLogger(Runner.class);
    private static final long MOST_UNFINISHED = 2_000;
    private static final long MOST_SKIPPED = 100_000;
    private static final long IDLE_NANOS = 50_000_000;
    private static final long AWAY_NANOS = 250_000_000;
    private static final long RETRY_NANOS = 1_000_000_000;
    private static final Duration CLOSE = Duration.ofSeconds(10);

    private final Connection connection;
    private final Topics topics;
    private final boolean group;
    private final String node;
    private final Board board;
    private final Rules rules;
    private final Supplier<List<LaneGauge>> lanes;
    private final Ticker ticker;
    private final JobListener listener;
    private final LogGate failures;
    private final Thread thread = new Thread(this::run, "centrifuge-jobs");
    private volatile boolean closing;

    /**
     * @param group whether other nodes may run jobs
     * @param node says in {@code state} who runs them, for people
     * @param lanes what this node reads
     */
    public Runner(
            Connection connection,
            Topics topics,
            boolean group,
            String node,
            Board board,
            Rules rules,
            Supplier<List<LaneGauge>> lanes,
            Ticker ticker,
            JobListener listener) {
        this.connection = connection;
        this.topics = topics;
        this.group = group;
        this.node = node;
        this.board = board;
        this.rules = rules;
        this.lanes = lanes;
        this.ticker = ticker;
        this.listener = listener;
        this.failures = new LogGate(LOG, Duration.ofSeconds(10), ticker);
        thread.setDaemon(true);
    }

    /** When the topics are there. */
    public void start() {
        thread.start();
    }

    private void run() {
        Seat seat = null;
        while (!closing) {
            try {
                seat = owner() ? turn(seat) : leave(seat);
            } catch (RuntimeException e) {
                failures.warn("jobs cannot go on; they are taken up again", e);
                leave(seat);
                seat = null;
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
        leave(seat);
    }

    private boolean owner() {
        return lanes.get().stream()
                .anyMatch(lane ->
                        lane.partition() == Writer.PARTITION && lane.topic().equals(topics.events()));
    }

    private Seat turn(@Nullable Seat seat) {
        Seat mine = seat == null ? take() : seat;
        if (!mine.turn()) {
            LockSupport.parkNanos(IDLE_NANOS);
        }
        return mine;
    }

    private @Nullable Seat leave(@Nullable Seat seat) {
        if (seat == null) {
            LockSupport.parkNanos(closing ? 0 : AWAY_NANOS);
            return null;
        }
        try {
            seat.close();
        } catch (RuntimeException e) {
            failures.warn("a client of the jobs does not close", e);
        }
        return null;
    }

    private Seat take() {
        Tape tape = Tape.open(connection, "jobs", ticker);
        Writer writer = null;
        try {
            writer = new Writer(producer(), topics, group);
            return new Seat(board, topics, rules, ticker, listener, this::room, tape, writer, node);
        } catch (RuntimeException e) {
            tape.close();
            if (writer != null) {
                writer.close();
            }
            throw e;
        }
    }

    private boolean room() {
        long unfinished = 0;
        long skipped = 0;
        for (LaneGauge lane : lanes.get()) {
            if (lane.topic().equals(topics.replay())) {
                unfinished += lane.lagRecords() + lane.openLegs();
                skipped += lane.skippedLegs();
            }
        }
        return unfinished < MOST_UNFINISHED && skipped < MOST_SKIPPED;
    }

    private Producer<byte[], byte[]> producer() {
        Map<String, Object> p = connection.settings("centrifuge-jobs");
        if (group) {
            p.put("transactional.id", topics.prefix() + "-jobs");
            p.put("transaction.timeout.ms", 10_000);
        }
        p.put("acks", "all");
        p.put("enable.idempotence", true);
        p.put("linger.ms", 0);
        p.put("batch.size", 256 * 1024);
        p.put("max.request.size", 4 * 1024 * 1024);
        p.put("max.block.ms", 5_000);
        p.put("request.timeout.ms", 5_000);
        p.put("delivery.timeout.ms", 8_000);
        p.put("compression.type", "lz4");
        p.put("key.serializer", ByteArraySerializer.class);
        p.put("value.serializer", ByteArraySerializer.class);
        return new KafkaProducer<>(p);
    }

    /** Ends after the step under way. Blocks, ten seconds at most. */
    public void close() throws InterruptedException {
        closing = true;
        LockSupport.unpark(thread);
        thread.join(CLOSE.toMillis());
    }
}
