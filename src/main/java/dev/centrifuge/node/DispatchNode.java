package dev.centrifuge.node;

import dev.centrifuge.admin.destinations.Running;
import dev.centrifuge.config.ConfigDiff;
import dev.centrifuge.config.Configuration;
import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.config.GatewayConfig;
import dev.centrifuge.config.outbound.ProxyConfig;
import dev.centrifuge.delivery.Deliveries;
import dev.centrifuge.delivery.Delivery;
import dev.centrifuge.delivery.address.OwnListeners;
import dev.centrifuge.dispatch.AttemptTraces;
import dev.centrifuge.dispatch.DeliveryFactory;
import dev.centrifuge.dispatch.DestinationGauge;
import dev.centrifuge.dispatch.Dispatcher;
import dev.centrifuge.dispatch.Dispatcher.Routed;
import dev.centrifuge.dispatch.Tap;
import dev.centrifuge.dispatch.history.AttemptLog;
import dev.centrifuge.event.Event;
import dev.centrifuge.event.Sighting;
import dev.centrifuge.flow.handover.Whereabouts;
import dev.centrifuge.kafka.outlet.References;
import dev.centrifuge.kafka.read.FunnelGauge;
import dev.centrifuge.kafka.read.LaneGauge;
import dev.centrifuge.kafka.read.LogReader;
import dev.centrifuge.kafka.read.ReaderGauges;
import dev.centrifuge.kafka.read.ReaderSettings;
import dev.centrifuge.kafka.read.Trimmer;
import dev.centrifuge.metrics.DestinationSample;
import dev.centrifuge.metrics.Metrics;
import dev.centrifuge.metrics.PartitionSample;
import dev.centrifuge.node.port.Legs;
import dev.centrifuge.node.port.RunningDispatcher;
import dev.centrifuge.time.Ticker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** HTTP out: the log reader, the dispatcher and the deliveries. */
public final class DispatchNode implements Node, Legs {
    private final Site site;
    private final OperatorNode operators;
    private final Supplier<Set<Integer>> listened;
    private final AlertNode alerts;
    private final Dispatcher dispatcher;
    private final LogReader reader;
    private final Trimmer trimmer;

    /**
     * Makes the log's clients, in the background; nothing is read before {@link #start}.
     *
     * @param operators which destinations are paused or gone; read before the first delivery
     * @param attempts told of attempts in full
     * @param traces follows attempts; null where nobody does
     * @param listened the ports that this process listens on, which destinations must not reach; asked at {@link #start}
     */
    public DispatchNode(
            Site site,
            LogNode log,
            OperatorNode operators,
            AttemptLog attempts,
            @Nullable AttemptTraces traces,
            Supplier<Set<Integer>> listened) {
        this.site = site;
        this.operators = operators;
        this.listened = listened;
        GatewayConfig config = site.config();
        Metrics metrics = site.metrics();
        alerts = new AlertNode(site, log, this::gauges);
        dispatcher = new Dispatcher(alerts.listener(), attempts, traces, operators.holds(), Random::new);
        reader = new LogReader(settings(config, log), dispatcher, site.ticker(), metrics.log());
        trimmer = new Trimmer(
                site.vertx(),
                log.admin(),
                log.topics(),
                config.topics().retention(),
                reader.gauges()::lanes,
                reader::trimmed,
                site.ticker());
        dispatcher.backlogs(reader.gauges()::backlogs);
        show(metrics);
        reader.ended().whenComplete((done, failure) -> {
            if (failure != null) {
                site.failed().accept("the log reader ended: " + failure.getMessage());
            }
        });
        reader.prepare();
    }

    /** Those of one loop. */
    private record Ways(Deliveries deliveries) implements DeliveryFactory {

        @Override
        public Delivery open(DestinationConfig destination) {
            return deliveries.open(destination);
        }

        @Override
        public Future<Void> close() {
            return deliveries.close();
        }
    }

    private static ReaderSettings settings(GatewayConfig config, LogNode log) {
        return new ReaderSettings(
                log.connection(),
                log.topics(),
                config.topics().partitions(),
                !log.sole(),
                config.node(),
                config.checkpoint(),
                config.memory().queues(),
                config.dedupe().window(),
                config.dedupe().memory());
    }

    private void show(Metrics metrics) {
        ReaderGauges gauges = reader.gauges();
        metrics.partitions(() -> gauges.lanes().stream()
                .map(lane -> new PartitionSample(
                        lane.topic(), lane.partition(), lane.ageSeconds(), lane.lagRecords(), lane.openLegs()))
                .toList());
        metrics.destinations(this::destinations);
        metrics.gauge("memory_bytes", "Bytes of events with a leg in memory", gauges::memoryBytes);
        metrics.gauge("reading_paused", "1 while reading waits for memory", () -> gauges.paused() ? 1 : 0);
        metrics.gauge("detached_scopes", "Destinations, pairs and keys that have a cursor", gauges::detached);
        metrics.gauge(
                "unwritten_legs", "Legs that stay open because their copy cannot be written", gauges::unwrittenLegs);
        metrics.counter("copies_refused", "Copies that could not be written, each time", gauges::refusals);
        metrics.gauge("skipped_legs", "Legs left to cursors and not read again yet", gauges::skippedLegs);
        FunnelGauge funnel = reader.funnel();
        metrics.gauge(
                "funnel_pending_legs",
                "Legs that have not ended",
                () -> funnel.now().total().pending());
        metrics.gauge(
                "funnel_lost_legs",
                "Legs whose record was gone before they ended",
                () -> funnel.now().total().lost());
        metrics.gauge(
                "funnel_missing_legs",
                "Legs of which nothing is known",
                () -> funnel.now().total().missing());
        metrics.counter("catch_up_scanned", "Records read again to catch up", gauges::scanned);
        metrics.counter("catch_up_legs", "Legs found by reading again", gauges::caughtUp);
        metrics.gauge(
                "dedupe_window_seconds",
                "How far back duplicates are known at present",
                () -> gauges.windowMillis() / 1000.0);
        metrics.gauge("dedupe_bytes", "Bytes that knowing duplicates takes", gauges::windowBytes);
        metrics.gauge(
                "sending_paused",
                "1 while nothing is sent, because progress cannot be recorded",
                () -> reader.lease().permits(site.ticker().nanos()) ? 0 : 1);
    }

    /** What runs here, for the admin API. */
    public Running running() {
        return new RunningDispatcher(dispatcher, reader);
    }

    /** Which events letters need yet: see {@link Trimmer#keep}. */
    void keep(References references) {
        trimmer.keep(references::lowest);
    }

    /** What this node reads, at a moment. */
    public List<LaneGauge> lanes() {
        return reader.gauges().lanes();
    }

    private static DestinationSample sample(DestinationGauge d, long now) {
        long oldest = d.sample().oldestAt();
        double age = oldest == 0 ? 0 : Math.max(0, now - oldest) / 1000.0;
        return new DestinationSample(
                d.id(),
                d.inFlight(),
                d.queued(),
                d.queuedBytes(),
                d.ageSeconds(),
                d.sample().backlog(),
                age);
    }

    private List<DestinationGauge> gauges() {
        return dispatcher.gauges();
    }

    private List<DestinationSample> destinations() {
        long now = site.ticker().millis();
        return dispatcher.gauges().stream().map(gauge -> sample(gauge, now)).toList();
    }

    /** Starts to deliver; returns when the first partitions are recovered, or this node has joined the group. */
    @Override
    public void start() throws IOException {
        operators.awaitCurrent();
        Vertx vertx = site.vertx();
        Ticker ticker = site.ticker();
        OwnListeners own = OwnListeners.of(listened.get());
        ProxyConfig proxy = site.config().proxy();
        dispatcher.start(
                vertx,
                Loops.contexts(vertx, Loops.perSide()),
                () -> new Ways(new Deliveries(vertx, site.version(), ticker, new Random(), own, proxy)),
                reader.ends(),
                reader.lease(),
                ticker);
        configured(site.configuration());
        Blocking.await(reader.start());
        alerts.start();
    }

    /** Who is shown the events that come by; null for nobody. */
    public void tap(@Nullable Tap watching) {
        dispatcher.tap(watching);
    }

    @Override
    public boolean configured(Configuration now, ConfigDiff diff) {
        configured(now);
        return true;
    }

    private void configured(Configuration now) {
        dispatcher.configure(now.destinations());
        alerts.configured(now.destinations().values());
        reader.configured(
                Set.copyOf(now.sourceIds()), Set.copyOf(now.destinations().keySet()));
    }

    /** What became of the legs of the partitions that this node reads. */
    FunnelGauge funnel() {
        return reader.funnel();
    }

    @Override
    public boolean configured(String destination) {
        return dispatcher.configured(destination);
    }

    @Override
    public List<Routed> explain(Event event) {
        return dispatcher.explain(event);
    }

    @Override
    public CompletionStage<Map<String, Whereabouts>> find(Sighting seen, Collection<String> destinations) {
        return reader.find(seen, destinations);
    }

    /**
     * Waits for the answers of what is in flight, hands the rest over, and commits. Then closes all connections: what still ran on
     * them when the event loops end would be rejected by these. That is so, too, where the reader ended by failing.
     *
     * @throws IOException where the reader failed
     */
    @Override
    public void stop() throws IOException {
        alerts.close();
        trimmer.close();
        try {
            Blocking.await(reader.stop(site.config().drain()));
        } finally {
            Blocking.await(dispatcher.close().otherwiseEmpty());
        }
    }
}
