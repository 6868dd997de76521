package dev.centrifuge;

import dev.centrifuge.admin.http.Routes;
import dev.centrifuge.config.ConfigDiff;
import dev.centrifuge.config.ConfigError;
import dev.centrifuge.config.Configuration;
import dev.centrifuge.config.GatewayConfig.Role;
import dev.centrifuge.config.IngestConfig;
import dev.centrifuge.config.reload.ConfigState;
import dev.centrifuge.config.reload.ReloadListener;
import dev.centrifuge.metrics.Check;
import dev.centrifuge.metrics.trace.Tracing;
import dev.centrifuge.node.AdminNode;
import dev.centrifuge.node.DispatchNode;
import dev.centrifuge.node.GroupNode;
import dev.centrifuge.node.HistoryNode;
import dev.centrifuge.node.IngestNode;
import dev.centrifuge.node.JobsNode;
import dev.centrifuge.node.LogNode;
import dev.centrifuge.node.Node;
import dev.centrifuge.node.Nodes;
import dev.centrifuge.node.OperatorNode;
import dev.centrifuge.node.Site;
import dev.centrifuge.node.TopicsNode;
import dev.centrifuge.node.WriterNode;
import dev.centrifuge.node.port.Legs;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The wiring. Nodes open and start in this order, and stop in the opposite one: what lets events in ends first, and what
 * everybody stands on ends last.
 *
 * <pre>
 *   Site          event loops and metrics
 *   LogNode       the clients of the log, and the broker where it is embedded
 *   Tracing       spans of requests and attempts
 *   HistoryNode   attempts written down, events looked up
 *   AdminNode     health, metrics and the admin API
 *   TopicsNode    the broker is there, and its topics
 *   OperatorNode  what operators decided, on record for all nodes
 *   DispatchNode  Kafka ──▶ log reader ──▶ dispatcher ──▶ HTTP out
 *   GroupNode     what other processes have committed
 *   JobsNode      dead letters found, and delivered again
 *   WriterNode    appends are taken
 *   IngestNode    HTTP in ──▶ writer ──▶ Kafka
 * </pre>
 *
 * <p>Threading: starting and stopping block and belong to the main thread and the shutdown hook's; reloads come from the
 * watch's thread.
 */
final class Gateway implements ReloadListener {
    private final CompletableFuture<String> failure = new CompletableFuture<>();
    private final Site site;
    private final ConfigState state;
    private final AdminNode admin;
    private final @Nullable IngestNode ingest;
    private final Nodes nodes;
    private volatile boolean serving;

    /** Makes and starts everything; returns when it takes traffic. Blocks for as long as there is no broker. */
    Gateway(Configuration configuration) throws IOException {
        site = Site.of(configuration, Version.text(), failure::complete);
        state = new ConfigState(configuration, site.ticker());
        configured(configuration);
        LogNode log = new LogNode(site);
        HistoryNode history = new HistoryNode(site, log);
        Tracing tracing = Tracing.start(site.config().tracing(), site.version(), site.ticker());
        OperatorNode operators = new OperatorNode(log.operators(), site.ticker());
        DispatchNode dispatch = site.has(Role.DISPATCH)
                ? new DispatchNode(site, log, operators, history.attempts(), tracing, this::ports)
                : null;
        GroupNode group = new GroupNode(site, log, history.browser(), state, dispatch);
        JobsNode jobs = new JobsNode(site, log, history.browser(), operators.audit(), dispatch);
        history.delivering(group.legs(dispatch == null ? Legs.NONE : dispatch));
        admin = new AdminNode(site, health(log), state, operators, dispatch, group, this::routes);
        ingest = site.has(Role.INGEST) ? new IngestNode(site, log.writer(), tracing) : null;
        Node spans = tracing == null ? null : tracing::close;
        TopicsNode topics = new TopicsNode(site.vertx(), log);
        WriterNode writer = new WriterNode(log);
        nodes = new Nodes(site, log, spans, history, admin, topics, operators, dispatch, group, jobs, writer, ingest);
        nodes.start();
        serving = true;
        admin.prime();
    }

    private List<Check> health(LogNode log) {
        return List.of(
                Check.log(log.writer()),
                Check.of("serving", Check.Kind.READINESS, () -> serving, "the gateway is starting or stopping"),
                Check.of(
                        "configuration",
                        Check.Kind.ADVISORY,
                        () -> state.reload().applied(),
                        "the last change of the configuration was refused; what ran before goes on"));
    }

    private List<Routes> routes() {
        return nodes.routes();
    }

    private Set<Integer> ports() {
        return nodes.ports();
    }

    private void configured(Configuration configuration) {
        Set<String> sources = configuration.sourceIds();
        site.metrics().configured(sources, configuration.destinations().keySet());
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
        IngestConfig config = site.config().ingest();
        return url(config.tls() == null ? "http" : "https", config.host(), ingest == null ? 0 : ingest.port());
    }

    String adminUrl() {
        return url("http", site.config().admin().host(), admin.port());
    }

    private static String url(String scheme, String host, int port) {
        return scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    @Override
    public void applied(Configuration now, ConfigDiff diff) {
        configured(now);
        state.applied(now, diff);
        site.metrics().reloaded(nodes.configured(now, diff));
    }

    @Override
    public void refused(List<ConfigError> errors) {
        state.refused(errors);
        site.metrics().reloaded(false);
    }

    /** Answers what was taken, waits for answers to what is in flight, commits, and closes. Below 30 s. */
    void stop() throws IOException, InterruptedException {
        serving = false;
        nodes.stop();
    }
}
