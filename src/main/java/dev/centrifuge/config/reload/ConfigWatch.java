package dev.centrifuge.config.reload;

import dev.centrifuge.config.ConfigDiff;
import dev.centrifuge.config.ConfigError;
import dev.centrifuge.config.Configuration;
import dev.centrifuge.config.GatewayConfig;
import dev.centrifuge.config.IngestConfig.TlsConfig;
import dev.centrifuge.config.files.FileReads;
import dev.centrifuge.config.files.Layout;
import dev.centrifuge.config.load.ConfigLoader;
import dev.centrifuge.config.load.Loaded;
import dev.centrifuge.time.Ticker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a directory of configuration, and the secrets that its files point to, and loads it anew when anything
 * changed.
 *
 * <p>It looks at the files twice a second rather than asking the kernel to be told: inotify does not see changes on
 * network and overlay mounts, loses a watch when a directory is replaced by renaming, does not follow the links that
 * Kubernetes swaps ({@code web.json → ..data/web.json → ..2026_05_01/web.json}), and drops events when its queue is full;
 * each of these needs the look at all files as a fall-back anyway. A change is loaded once two looks in a row saw the
 * same, so that a file being written, or several being copied, are not read halfway. The rest between looks is
 * 50 times as long as the look where that is more than half a second, so that thousands of files cost 2 % of a core; but 3 s
 * at most: a look or a load may take long only because the machine was busy, and who mends a file waits for the next two.
 *
 * <pre>
 *            same as loaded                     same as in the last look
 *   ┌──────┐ ◀──────────── ┌────────┐ ────────▶ load ──valid──▶ applied   ──▶ quiet
 *   │ quiet │ ────────────▶ │ moving │ ◀──┐          └─invalid─▶ refused   ──▶ quiet
 *   └──────┘  differs       └────────┘ ───┘ differs again
 * </pre>
 *
 * <p>Threading: everything but {@link #current}, {@link #errors} and {@link #close} happens on the watch's own thread.
 */
public final class ConfigWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigWatch.class);
    /** The system property is for tests, which have no time to wait a second for each of many changes. */
    private static final Duration INTERVAL = Duration.ofMillis(Long.getLong("centrifuge.watch.millis", 500));

    /** Looking takes no more than a fiftieth of the time, unless a change would then wait for longer than the most. */
    private static final int REST_PER_WORK = 50;

    /** In intervals: 3 s. */
    private static final int MOST_REST = 6;

    private static final int MOST_ERRORS_LOGGED = 20;

    private final Path directory;
    private final ConfigLoader loader;
    private final ReloadListener listener;
    private final Ticker ticker;
    private final Duration interval;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(ConfigWatch::thread);

    // Accessed only by the watch's thread.
    private final FileEyes eyes = new FileEyes();
    private Set<Path> referenced = Set.of();
    private Map<Path, String> loaded = Map.of();
    private @Nullable Map<Path, String> moving;

    private volatile Configuration current;
    private volatile List<ConfigError> errors = List.of();

    private ConfigWatch(
            Path directory,
            Configuration current,
            ConfigLoader loader,
            ReloadListener listener,
            Ticker ticker,
            Duration interval) {
        this.directory = directory;
        this.current = current;
        this.loader = loader;
        this.listener = listener;
        this.ticker = ticker;
        this.interval = interval;
    }

    /**
     * Starts to watch. What changed between the load of {@code current} and this call is noticed, too: the first look
     * always leads to a load, which nobody is told of if it changes nothing.
     *
     * @param current what runs
     */
    public static ConfigWatch start(Path directory, Configuration current, ReloadListener listener) {
        return start(directory, current, ConfigLoader.ofProcess(), listener, Ticker.system(), INTERVAL);
    }

    static ConfigWatch start(
            Path directory,
            Configuration current,
            ConfigLoader loader,
            ReloadListener listener,
            Ticker ticker,
            Duration interval) {
        ConfigWatch watch = new ConfigWatch(directory, current, loader, listener, ticker, interval);
        watch.schedule(interval);
        return watch;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "config-watch");
        thread.setDaemon(true);
        return thread;
    }

    /** What runs. Any thread. */
    public Configuration current() {
        return current;
    }

    /** Why the files were refused; empty while they are what runs. Any thread. */
    public List<ConfigError> errors() {
        return errors;
    }

    /** Stops; does not wait for a load that is going on, which may still tell its listener. Any thread. */
    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void schedule(Duration delay) {
        try {
            thread.schedule(this::step, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.debug("the watch over {} is closed", directory);
        }
    }

    private void step() {
        long start = ticker.nanos();
        try {
            look();
        } catch (RuntimeException e) {
            // Whatever it is, the next change must not be missed because of it.
            LOG.error("watching {} failed; trying again", directory, e);
        }
        schedule(moving == null ? rest(ticker.nanos() - start, interval) : interval);
    }

    /** After a look, and maybe a load, that took so long. */
    static Duration rest(long workNanos, Duration interval) {
        Duration rest = Duration.ofNanos(Math.min(workNanos * REST_PER_WORK, interval.toNanos() * MOST_REST));
        return rest.compareTo(interval) > 0 ? rest : interval;
    }

    private void look() {
        Map<Path, String> now = see();
        if (now.equals(loaded)) {
            moving = null;
        } else if (now.equals(moving)) {
            load(now);
        } else {
            moving = now;
        }
    }

    private Map<Path, String> see() {
        Set<Path> files = new HashSet<>(Layout.watched(directory));
        files.addAll(referenced);
        Map<Path, String> now = eyes.look(files);
        // Absence matters where a load asked for the file; elsewhere it is a link to nowhere, or was gone at once.
        now.entrySet()
                .removeIf(seen -> seen.getValue().equals(FileReads.ABSENT) && !referenced.contains(seen.getKey()));
        // An empty directory is valid, none is not.
        now.put(directory, Files.isDirectory(directory) ? "directory" : "none");
        return now;
    }

    private void load(Map<Path, String> now) {
        // Before anything can fail: the same files are not tried over and over.
        loaded = now;
        moving = null;
        Loaded result = loader.load(directory);
        referenced = result.reads().keySet();
        loaded = known(now, result.reads());
        if (result instanceof Loaded.Invalid invalid) {
            refuse(invalid.errors());
        } else {
            apply(((Loaded.Valid) result).configuration());
        }
    }

    /** What the loader read counts, not what was seen before; what it did not read counts as it was seen. */
    private static Map<Path, String> known(Map<Path, String> seen, Map<Path, String> reads) {
        Map<Path, String> known = new HashMap<>(seen);
        known.values().removeIf(FileReads.ABSENT::equals);
        known.putAll(reads);
        return known;
    }

    private void refuse(List<ConfigError> found) {
        LOG.warn("the changed configuration is refused, the running one stays: {} errors", found.size());
        found.stream().limit(MOST_ERRORS_LOGGED).forEach(error -> LOG.warn("{}", error));
        errors = found;
        listener.refused(found);
    }

    /** What the process was started with, but for the certificate. */
    private static GatewayConfig gateway(Configuration before, Configuration files, ConfigDiff diff) {
        TlsConfig tls = files.gateway().ingest().tls();
        return diff.certificate() && tls != null ? before.gateway().with(tls) : before.gateway();
    }

    private void apply(Configuration files) {
        Configuration before = current;
        ConfigDiff diff = ConfigDiff.between(before, files);
        boolean healed = !errors.isEmpty();
        if (diff.isEmpty() && !healed) {
            return;
        }
        LOG.info("the changed configuration is applied: {}", diff);
        Configuration now = new Configuration(gateway(before, files, diff), files.sources(), files.destinations());
        current = now;
        errors = List.of();
        listener.applied(now, diff);
    }
}
