package dev.centrifuge.ingest;

import dev.centrifuge.config.IngestConfig;
import dev.centrifuge.config.SourceConfig;
import dev.centrifuge.ingest.access.Permits;
import dev.centrifuge.ingest.access.Sources;
import dev.centrifuge.ingest.http.ProjectSettings;
import dev.centrifuge.ingest.intake.Limits;
import dev.centrifuge.time.Ticker;
import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all event loops of ingest share: the permits, the sources with their rates, and the log. Each loop has a
 * {@link IngestHandler} of its own.
 *
 * <p>Threading: may be called from any thread.
 */
public final class Ingest {

    private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);
    private static final long LOG_INTERVAL = 10_000_000_000L;

    private final Limits limits;
    private final EventLog log;
    private final IngestListener listener;
    private final Ticker ticker;
    private final Permits permits;
    private final ProjectSettings settings;
    private final @Nullable RequestTraces traces;
    private final AtomicLong nextLog;
    private volatile Sources sources;

    /**
     * @param sources by id
     * @param ticker its milliseconds become {@code receivedAt}
     */
    public Ingest(
            IngestConfig config,
            Map<String, SourceConfig> sources,
            EventLog log,
            IngestListener listener,
            Ticker ticker) {
        this(config, sources, log, listener, ticker, null);
    }

    /**
     * @param sources by id
     * @param ticker its milliseconds become {@code receivedAt}
     * @param traces follows requests; null where nobody does
     */
    public Ingest(
            IngestConfig config,
            Map<String, SourceConfig> sources,
            EventLog log,
            IngestListener listener,
            Ticker ticker,
            @Nullable RequestTraces traces) {
        this.traces = traces;
        this.limits = Limits.of(config);
        this.log = log;
        this.listener = listener;
        this.ticker = ticker;
        this.permits = new Permits(config.maxInFlight());
        this.settings = ProjectSettings.of(config);
        this.nextLog = new AtomicLong(ticker.nanos());
        this.sources = Sources.of(sources, null, ticker.nanos());
    }

    /**
     * A handler for the server of one event loop, which alone may call it.
     *
     * @param random for message ids; the loop's own, seeded unlike any other's
     */
    public IngestHandler handler(RandomGenerator random) {
        return new IngestHandler(this, random);
    }

    /** Replaces all sources. Requests whose source is known by now go on with the old one. */
    public synchronized void reconfigure(Map<String, SourceConfig> configs) {
        sources = Sources.of(configs, sources, ticker.nanos());
    }

    /**
     * From now on requests get 503 and {@code Connection: close}; the future completes, on whatever thread is last, when
     * those in flight are answered.
     */
    public Future<Void> drain() {
        return permits.drain();
    }

    /** The bytes in flight, at most {@link IngestConfig#maxInFlight}. */
    public long inFlightBytes() {
        return permits.used();
    }

    Limits limits() {
        return limits;
    }

    EventLog log() {
        return log;
    }

    IngestListener listener() {
        return listener;
    }

    Ticker ticker() {
        return ticker;
    }

    Permits permits() {
        return permits;
    }

    @Nullable
    RequestTraces traces() {
        return traces;
    }

    ProjectSettings settings() {
        return settings;
    }

    Sources sources() {
        return sources;
    }

    /** Logs what should not have happened, at most once in ten seconds. */
    void complain(String what, Throwable cause) {
        long now = ticker.nanos();
        long next = nextLog.get();
        if (now - next >= 0 && nextLog.compareAndSet(next, now + LOG_INTERVAL)) {
            LOG.error(what, cause);
        }
    }
}
