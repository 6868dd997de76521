package dev.centrifuge.node;

import dev.centrifuge.config.ConfigDiff;
import dev.centrifuge.config.Configuration;
import dev.centrifuge.config.IngestConfig.TlsConfig;
import dev.centrifuge.ingest.EventLog;
import dev.centrifuge.ingest.Ingest;
import dev.centrifuge.ingest.RequestTraces;
import dev.centrifuge.ingest.edge.EdgeListener;
import dev.centrifuge.ingest.edge.EdgeServer;
import dev.centrifuge.ingest.edge.Refusal;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** HTTP in: the hardened server and the handlers behind it. */
public final class IngestNode implements Node {
    private static final Duration PATIENCE = Duration.ofSeconds(6);

    private final Site site;
    private final Ingest ingest;
    private volatile @Nullable EdgeServer server;

    /** @param traces follows requests; null where nobody does */
    public IngestNode(Site site, EventLog log, @Nullable RequestTraces traces) {
        this.site = site;
        ingest = new Ingest(
                site.config().ingest(),
                site.configuration().sources(),
                log,
                site.metrics().ingest(),
                site.ticker(),
                traces);
    }

    /** Opens the port. */
    @Override
    public void open() throws IOException {
        SecureRandom seeds = new SecureRandom();
        server = Blocking.await(EdgeServer.start(
                site.vertx(),
                site.config().ingest(),
                Loops.perSide(),
                () -> ingest.handler(new SplittableRandom(seeds.nextLong())),
                new EdgeListener() {
                    @Override
                    public void refused(Refusal why) {
                        site.metrics().ingest().refused("", why.word(), 1);
                    }
                }));
    }

    @Override
    public int port() {
        EdgeServer open = server;
        return open == null ? 0 : open.port();
    }

    @Override
    public boolean configured(Configuration now, ConfigDiff diff) {
        ingest.reconfigure(now.sources());
        TlsConfig certificate = now.gateway().ingest().tls();
        return !diff.certificate() || certificate == null || certified(certificate);
    }

    /** Whether the port took its new certificate. It was checked when it was loaded: that it is refused is rare. */
    private boolean certified(TlsConfig certificate) {
        EdgeServer open = server;
        try {
            if (open != null) {
                Blocking.await(open.certificate(certificate));
            }
            return true;
        } catch (IOException e) {
            LoggerFactory.getLogger(IngestNode.class).error("the new certificate is refused, the old one stays", e);
            return false;
        }
    }

    /** Refuses what is new, answers what was taken. */
    @Override
    public void stop() throws IOException {
        Blocking.await(ingest.drain());
        EdgeServer open = server;
        if (open != null) {
            Blocking.await(open.drain(PATIENCE));
        }
    }
}
