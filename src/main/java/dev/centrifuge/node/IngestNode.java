package dev.centrifuge.node;

import dev.centrifuge.config.Configuration;
import dev.centrifuge.config.IngestConfig.TlsConfig;
import dev.centrifuge.config.SourceConfig;
import dev.centrifuge.ingest.EventLog;
import dev.centrifuge.ingest.Ingest;
import dev.centrifuge.ingest.RequestTraces;
import dev.centrifuge.ingest.edge.EdgeListener;
import dev.centrifuge.ingest.edge.EdgeServer;
import dev.centrifuge.ingest.edge.Refusal;
import dev.centrifuge.metrics.Metrics;
import dev.centrifuge.time.Ticker;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** HTTP in: the hardened server and the handlers behind it. */
public final class IngestNode {
    private static final Duration PATIENCE = Duration.ofSeconds(6);

    private final Ingest ingest;
    private final EdgeServer server;

    /** @param traces follows requests; null where nobody does */
    public IngestNode(
            Vertx vertx,
            Configuration configuration,
            EventLog log,
            Metrics metrics,
            Ticker ticker,
            @Nullable RequestTraces traces)
            throws IOException {
        SecureRandom seeds = new SecureRandom();
        ingest = new Ingest(
                configuration.gateway().ingest(), configuration.sources(), log, metrics.ingest(), ticker, traces);
        server = Blocking.await(EdgeServer.start(
                vertx,
                configuration.gateway().ingest(),
                Loops.perSide(),
                () -> ingest.handler(new SplittableRandom(seeds.nextLong())),
                new EdgeListener() {
                    @Override
                    public void refused(Refusal why) {
                        metrics.ingest().refused("", why.word(), 1);
                    }
                }));
    }

    public int port() {
        return server.port();
    }

    public void reconfigure(Map<String, SourceConfig> sources) {
        ingest.reconfigure(sources);
    }

    /** Replaces the certificate; throws, and keeps the old one, where that cannot be done. Blocks. */
    public void certificate(TlsConfig certificate) throws IOException {
        Blocking.await(server.certificate(certificate));
    }

    /** Refuses what is new, answers what was taken. */
    public void drain() throws IOException {
        Blocking.await(ingest.drain());
        Blocking.await(server.drain(PATIENCE));
    }
}
