package dev.centrifuge.kafka.read;

import dev.centrifuge.event.Sighting;
import dev.centrifuge.flow.Budget;
import dev.centrifuge.flow.SendLease;
import dev.centrifuge.flow.handover.LegEnds;
import dev.centrifuge.flow.handover.LegRouter;
import dev.centrifuge.flow.handover.Whereabouts;
import dev.centrifuge.flow.lane.Lane;
import dev.centrifuge.flow.lane.Lanes;
import dev.centrifuge.kafka.commit.Committer;
import dev.centrifuge.kafka.outlet.OutletWatch;
import dev.centrifuge.kafka.outlet.TopicProbe;
import dev.centrifuge.kafka.state.Books;
import dev.centrifuge.time.LogGate;
import dev.centrifuge.time.Ticker;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log thread: reads {@code events} and the delay topics, hands legs to dispatch, takes their ends, and commits
 * progress. One thread owns all of that state, so nothing of it is locked; a record costs it about a microsecond, so one
 * thread is enough for every destination of a node.
 *
 * <p>Plain Kafka consumers on a thread of their own, and not the Vert.x Kafka Client: that runs revocation handlers
 * asynchronously, after the partition may have gone, and stops polling while paused.
 */
public final class LogReader {
    private static final Logger LOG = LoggerFactory.getLogger(LogReader.class);
    private static final Duration POLL = Duration.ofMillis(10);
    private static final Duration RETRY = Duration.ofMillis(500);
    private static final Duration RELEASE = Duration.ofSeconds(2);
    private static final Duration SETTLE = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(3);

    private final ReaderSettings settings;
    private final LegRouter router;
    private final Ticker ticker;
    private final Lanes lanes;
    private final Books books;
    private final Mailbox mailbox;
    private final SendLease lease;
    private final Committer committer;
    private final TopicProbe probe;
    private final OutletWatch outlets;
    private final Checkpoints checkpoints;
    private final Epochs epochs = new Epochs();
    private final ReaderGauges gauges = new ReaderGauges();
    private final FunnelGauge funnel;
    private final LogGate failures;
    private final LogGate shortages;
    private final ReaderListener listener;
    private final CompletableFuture<Void> gate = new CompletableFuture<>();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Thread thread = new Thread(this::run, "centrifuge-log");
    private volatile boolean stopping;
    private volatile Duration drain = Duration.ZERO;

    public LogReader(ReaderSettings settings, LegRouter router, Ticker ticker, ReaderListener listener) {
        this.settings = settings;
        this.router = router;
        this.ticker = ticker;
        this.listener = listener;
        this.failures = new LogGate(LOG, Duration.ofSeconds(10), ticker);
        this.shortages = new LogGate(LOG, Duration.ofMinutes(10), ticker);
        this.funnel = new FunnelGauge(ticker.nanos());
        Budget budget = new Budget(settings.memory());
        UUID chance = UUID.randomUUID();
        this.lanes = new Lanes(budget, router, settings.seen(chance.getLeastSignificantBits()));
        this.books = new Books(settings.topics().state());
        this.mailbox = new Mailbox(lanes.ends());
        String process = chance.toString();
        this.probe = new TopicProbe(settings::outletAdmin);
        this.committer =
                new Committer(() -> settings.checkpointProducer(process), settings.commitStyle(), probe, ticker);
        this.lease = settings.lease(ticker.nanos());
        this.outlets = new OutletWatch(lanes, settings.topics(), probe, mailbox::post, ticker);
        this.checkpoints = new Checkpoints(
                lanes,
                books,
                epochs,
                settings.topics(),
                committer,
                mailbox,
                ticker,
                listener,
                lease,
                outlets,
                settings.checkpoint());
    }

    /** Where dispatch reports how legs ended; from any thread. */
    public LegEnds ends() {
        return mailbox;
    }

    /** Until when dispatch may start attempts. */
    public SendLease lease() {
        return lease;
    }

    /** Records of a topic were deleted: those below these offsets, by partition. From any thread. */
    public void trimmed(String topic, Map<Integer, Long> starts) {
        mailbox.post(() -> starts.forEach((partition, start) -> {
            Lane lane = lanes.get(topic, partition);
            if (lane != null) {
                lane.trimmed(start);
            }
        }));
    }

    /** What is configured now: the rows of the funnel of what is not become one after a while. From any thread. */
    public void configured(Set<String> sources, Set<String> destinations) {
        mailbox.post(() -> funnel.configure(sources, destinations, ticker.nanos()));
    }

    public FunnelGauge funnel() {
        return funnel;
    }

    /**
     * Where the legs of a stored event are, by destination. Asks the log thread, which answers between two polls; completes on
     * it, exceptionally where it ends first.
     */
    public CompletableFuture<Map<String, Whereabouts>> find(Sighting seen, Collection<String> destinations) {
        CompletableFuture<Map<String, Whereabouts>> answer = new CompletableFuture<>();
        mailbox.post(() -> answer.complete(whereabouts(seen, destinations)));
        return answer.orTimeout(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Map<String, Whereabouts> whereabouts(Sighting seen, Collection<String> destinations) {
        Lane lane = lanes.get(settings.topics().events(), seen.partition());
        Map<String, Whereabouts> found = new HashMap<>();
        for (String destination : destinations) {
            found.put(
                    destination,
                    lane == null
                            ? Whereabouts.at(Whereabouts.State.ELSEWHERE)
                            : lane.find(seen.offset(), seen.event(), destination));
        }
        return found;
    }

    public ReaderGauges gauges() {
        return gauges;
    }

    /** Why a copy could not be written last; null where each could. Any thread. */
    public @Nullable String refusal() {
        return outlets.reason();
    }

    /** Makes the clients, on the log thread; reads nothing yet. */
    public void prepare() {
        thread.start();
    }

    /**
     * Starts reading; the topics must be there. The future completes when the first partitions are recovered, or this node
     * has joined.
     */
    public CompletableFuture<Void> start() {
        gate.complete(null);
        return ready;
    }

    /** Completes when the thread has ended; exceptionally when it ended by itself, for a reason that no retry mends. */
    public CompletableFuture<Void> ended() {
        return ended;
    }

    /**
     * Stops reading, waits for what is in flight, at most {@code patience}, and commits where it stands. What has not
     * ended by then stays open for the next owner.
     */
    public CompletableFuture<Void> stop(Duration patience) {
        drain = patience;
        stopping = true;
        gate.complete(null);
        return ended;
    }

    private void run() {
        try {
            read();
            committer.close();
            probe.close();
            ended.complete(null);
        } catch (RuntimeException e) {
            LOG.error("the log reader ended", e);
            committer.close();
            probe.close();
            ready.completeExceptionally(e);
            ended.completeExceptionally(e);
        }
    }

    private void openCommits() {
        while (!stopping) {
            try {
                committer.open();
                return;
            } catch (KafkaException e) {
                failures.warn("Kafka is not there yet", e);
                LockSupport.parkNanos(RETRY.toNanos());
            }
        }
    }

    private void read() {
        try (Readers readers = new Readers(settings, lanes, books, epochs, ticker, listener, this::release)) {
            Ownership ownership = readers.ownership();
            gate.join();
            openCommits();
            ownership.join();
            while (!stopping) {
                step(readers);
                if (ownership.joined()) {
                    ready.complete(null);
                }
            }
            readers.pause();
            recall(ownership.partitions(), ownership.epoch(), drain);
            checkpoints.settle(ownership.group(), SETTLE);
            readers.show(checkpoints.takeCommitted());
        }
    }

    private void step(Readers readers) {
        lanes.at(ticker.nanos(), ticker.millis());
        mailbox.drain();
        try {
            readers.throttle();
            readers.poll(POLL);
        } catch (FencedInstanceIdException e) {
            throw e;
        } catch (KafkaException e) {
            failures.warn("reading the log failed", e);
            LockSupport.parkNanos(RETRY.toNanos());
        }
        router.flush();
        checkpoints.maybe(readers.ownership().group());
        readers.show(checkpoints.takeCommitted());
        funnel.update(lanes, ticker);
        if (gauges.update(lanes, readers, ticker)
                && gauges.windowMillis() < lanes.seen().window()) {
            shortages.warn("duplicates are known for " + gauges.windowMillis() / 1000 + " s at present, not for "
                    + lanes.seen().window() / 1000 + " s (dedupe.window): dedupe.memory holds no more");
        }
    }

    /**
     * Partitions go to another node: hand over what can be ended in time, inside the rebalance. Where they have gone
     * already, {@code group} is null and nothing can be committed; but what waits must not be sent any more.
     */
    private void release(Set<Integer> going, int epoch, @Nullable ConsumerGroupMetadata group) {
        recall(going, epoch, RELEASE);
        checkpoints.settle(group, SETTLE);
    }

    private void recall(Set<Integer> partitions, int epoch, Duration patience) {
        router.flush();
        router.recall(partitions, epoch);
        long deadline = ticker.nanos() + patience.toNanos();
        mailbox.drain();
        while (lanes.inMemory(partitions) && ticker.nanos() - deadline < 0) {
            LockSupport.parkNanos(1_000_000);
            mailbox.drain();
        }
    }
}
