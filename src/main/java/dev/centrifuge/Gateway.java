package dev.centrifuge;

import dev.centrifuge.admin.http.Routes;
import dev.centrifuge.config.ConfigDiff;
import dev.centrifuge.config.ConfigError;
import dev.centrifuge.config.Configuration;
import dev.centrifuge.config.GatewayConfig;
import dev.centrifuge.config.GatewayConfig.Role;
import dev.centrifuge.config.IngestConfig.TlsConfig;
import dev.centrifuge.config.reload.ConfigState;
import dev.centrifuge.config.reload.ReloadListener;
import dev.centrifuge.delivery.address.OwnListeners;
import dev.centrifuge.metrics.Check;
import dev.centrifuge.metrics.EventLoopLag;
import dev.centrifuge.metrics.Health;
import dev.centrifuge.metrics.Metrics;
import dev.centrifuge.metrics.trace.Tracing;
import dev.centrifuge.time.Ticker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The wiring, in the order in which things start; they stop in the opposite one.
 *
 * <pre>
 *   LogNode       the broker (embedded, or elsewhere), the topics, the writer
 *   HistoryNode   attempts written down, events looked up
 *   OperatorNode  what operators decided, on record for all nodes
 *   GroupNode     what other nodes have committed
 *   JobsNode      dead letters found, and delivered again
 *   AdminNode     health, metrics and the admin API
 *   IngestNode    HTTP in ──▶ writer ──▶ Kafka
 *   DispatchNode  Kafka ──▶ log reader ──▶ dispatcher ──▶ HTTP out
 * </pre>
 *
 * <p>Threading: starting and stopping block and belong to the main thread and the shutdown hook's; reloads come from the
 * watch's thread.
 */
final class Gateway implements ReloadListener {
    private static final long STUCK_READY = Duration.ofSeconds(2).toNanos();
    private static final long STUCK_LIVE = Duration.ofSeconds(60).toNanos();

    private final GatewayConfig config;
    private final Metrics metrics = new Metrics(Version.text());
    private final CompletableFuture<String> failure = new CompletableFuture<>();
    private final Vertx vertx = Loops.vertx();
    private final EventLoopLag lag = EventLoopLag.watch(vertx, Ticker.system());
    private final ConfigState state;
    private final LogNode log;
    private final HistoryNode history;
    private final @Nullable Tracing tracing;
    private final OperatorNode operators;
    private final GroupNode group;
    private final JobsNode jobs;
    private final AdminNode admin;
    private final @Nullable IngestNode ingest;
    private final @Nullable DispatchNode dispatch;
    private volatile boolean serving;

    /** Makes and starts everything; returns when it takes traffic. Blocks for as long as there is no broker. */
    Gateway(Configuration configuration) throws IOException {
        Ticker ticker = Ticker.system();
        config = configuration.gateway();
        state = new ConfigState(configuration, ticker);
        configured(configuration);
        metrics.eventLoops(lag);
        log = new LogNode(vertx, config, ticker, metrics.log(), failure::complete);
        history = new HistoryNode(vertx, config, log, metrics, ticker);
        tracing = Tracing.start(config.tracing(), Version.text(), ticker);
        operators = new OperatorNode(log.operators(), ticker);
        dispatch = config.roles().contains(Role.DISPATCH)
                ? new DispatchNode(
                        vertx,
                        config,
                        log,
                        metrics,
                        operators.holds(),
                        history.attempts(),
                        tracing,
                        ticker,
                        failure::complete)
                : null;
        group = new GroupNode(config, log, history.browser(), dispatch, metrics, ticker);
        jobs = new JobsNode(config, log, history.browser(), operators.audit(), dispatch, metrics, ticker);
        jobs.configured(configuration.destinations());
        Health health = health();
        metrics.health(health);
        admin = new AdminNode(vertx, metrics, health, ticker, state, operators, dispatch, group, parts());
        log.awaitBroker();
        Future<Void> topics = log.ensureTopics();
        ingest = config.roles().contains(Role.INGEST)
                ? new IngestNode(vertx, configuration, log.writer(), metrics, ticker, tracing)
                : null;
        Blocking.await(topics);
        operators.start();
        if (dispatch != null) {
            operators.awaitCurrent();
            dispatch.start(configuration.sources().keySet(), configuration.destinations(), ownListeners());
        }
        jobs.start();
        log.awaitAvailable();
        serving = true;
    }

    /** What of the admin API this node can answer, beside what {@link AdminNode} knows itself. */
    private List<Routes> parts() {
        return List.of(history.routes(dispatch, group), jobs.routes(), group.routes(state));
    }

    private Health health() {
        return new Health(List.of(
                Check.eventLoops(lag, Check.Kind.LIVENESS, STUCK_LIVE),
                Check.eventLoops(lag, Check.Kind.READINESS, STUCK_READY),
                Check.log(log.writer()),
                Check.of("serving", Check.Kind.READINESS, () -> serving, "the gateway is starting or stopping")));
    }

    private OwnListeners ownListeners() throws IOException {
        return OwnListeners.of(ingest == null ? Set.of(admin.port()) : Set.of(admin.port(), ingest.port()));
    }

    private void configured(Configuration configuration) {
        metrics.configured(
                configuration.sources().keySet(), configuration.destinations().keySet());
    }

    /** Completes, with what happened, when the gateway cannot go on. */
    CompletionStage<String> failure() {
        return failure;
    }

    /** {@code ingest=URL admin=URL}, for whoever wants to use it. */
    String urls() {
        return (ingest == null ? "" : "ingest=" + ingestUrl() + " ") + "admin=" + adminUrl();
    }

    /** Where events go; without the role of ingest the port is 0. */
    String ingestUrl() {
        String scheme = config.ingest().tls() == null ? "http" : "https";
        return url(scheme, config.ingest().host(), ingest == null ? 0 : ingest.port());
    }

    String adminUrl() {
        return url("http", config.admin().host(), admin.port());
    }

    private static String url(String scheme, String host, int port) {
        return scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    @Override
    public void applied(Configuration now, ConfigDiff diff) {
        configured(now);
        state.applied(now, diff);
        jobs.configured(now.destinations());
        if (ingest != null) {
            ingest.reconfigure(now.sources());
        }
        if (dispatch != null) {
            dispatch.reconfigure(now.sources().keySet(), now.destinations());
            history.configured(now.destinations().keySet());
        }
        metrics.reloaded(!diff.certificate() || certified(now.gateway().ingest().tls()));
    }

    /** Whether the ingest port took its new certificate. It was checked when it was loaded: that it is refused is rare. */
    private boolean certified(@Nullable TlsConfig certificate) {
        try {
            if (ingest != null && certificate != null) {
                ingest.certificate(certificate);
            }
            return true;
        } catch (IOException e) {
            LoggerFactory.getLogger(Gateway.class).error("the new certificate is refused, the old one stays", e);
            return false;
        }
    }

    @Override
    public void refused(List<ConfigError> errors) {
        state.refused(errors);
        metrics.reloaded(false);
    }

    /** Answers what was taken, waits for answers to what is in flight, commits, and closes. Below 30 s. */
    void stop() throws IOException, InterruptedException {
        serving = false;
        if (ingest != null) {
            ingest.drain();
        }
        log.closeWriter();
        jobs.close();
        if (dispatch != null) {
            dispatch.drain(config.drain());
        }
        Blocking.await(admin.close());
        history.close();
        if (tracing != null) {
            tracing.close();
        }
        log.close();
        lag.close();
        Blocking.await(vertx.close());
        metrics.close();
    }
}
