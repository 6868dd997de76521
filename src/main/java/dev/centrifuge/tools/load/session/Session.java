package dev.centrifuge.tools.load.session;

import dev.centrifuge.time.Ticker;
import dev.centrifuge.tools.Transports;
import dev.centrifuge.tools.Waiting;
import dev.centrifuge.tools.load.LoadPlan;
import dev.centrifuge.tools.load.LoadResult;
import dev.centrifuge.tools.load.LoadRun;
import dev.centrifuge.tools.load.body.Composer;
import dev.centrifuge.tools.load.ledger.Account;
import dev.centrifuge.tools.load.ledger.Deliveries;
import dev.centrifuge.tools.load.ledger.Requests;
import dev.centrifuge.tools.load.report.Outcome;
import dev.centrifuge.tools.load.report.Point;
import dev.centrifuge.tools.load.report.Result;
import dev.centrifuge.tools.load.report.Setup;
import dev.centrifuge.tools.load.shape.Curve;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One load from the first socket to the verdict. Blocks the command's thread; {@link #interrupt} comes from another. */
final class Session {
    private static final long EVERY_MILLIS = 1_000;
    /** After the last one has arrived: a repetition would come now. */
    private static final long LINGER_MILLIS = 500;

    private static final long SHORTEST_MILLIS = 300;

    private static final Duration SETTLE_INTERRUPTED = Duration.ofSeconds(5);

    private final LoadSettings settings;
    private final Ticker ticker;
    private final Consumer<String> says;
    private final Consumer<Point> watches;
    private final Requests requests = new Requests();
    private final Meter meter;
    private final Curve pace;
    private final Composer composer;
    private final CountDownLatch interrupted = new CountDownLatch(1);

    /**
     * @param says told what a user must know before it begins
     * @param watches told of each second
     */
    Session(LoadSettings settings, Ticker ticker, Consumer<String> says, Consumer<Point> watches) {
        this.settings = settings;
        this.ticker = ticker;
        this.says = says;
        this.watches = watches;
        this.meter =
                new Meter(requests, settings.body().batch(), settings.warmup().toNanos());
        this.pace = settings.curve().dividedBy(settings.body().batch());
        this.composer = new Composer(settings.body(), settings.population(), ticker, requests::endedBelow);
    }

    /** Ends it early: what was sent is still answered, delivered and reported. */
    void interrupt() {
        interrupted.countDown();
    }

    private boolean isInterrupted() {
        return interrupted.getCount() == 0;
    }

    Result run() throws IOException, InterruptedException {
        Vertx load = Transports.open(settings.transport(), 1);
        try {
            if (!settings.sinks().any()) {
                return run(load, null, null);
            }
            Vertx sinks = Transports.open(settings.transport(), 1);
            try {
                return run(load, startSinks(load, sinks), Waiting.on(CpuMeter.of(sinks), "cannot start"));
            } finally {
                sinks.close();
            }
        } finally {
            load.close();
        }
    }

    private Destinations startSinks(Vertx load, Vertx vertx) throws IOException {
        SinkSettings sinks = settings.sinks();
        Probe probe = new Probe(settings.run());
        Destinations destinations =
                new Destinations(vertx, sinks.modes(), settings.body().ids(), probe);
        destinations.start(sinks, settings.body().seed(), this::book);
        for (int i = 0; i < sinks.modes().size(); i++) {
            says.accept(SinkSettings.name(i) + " " + destinations.sinks().get(i).url("/") + " mode="
                    + sinks.modes().get(i));
        }
        if (sinks.confOut() != null) {
            List<Path> written = ConfigOut.write(
                    sinks.confOut(), destinations.sinks(), settings.body().keys());
            says.accept("wrote " + written.size() + " files to " + sinks.confOut());
        }
        String key = settings.body().keys().get(0);
        probe.await(load, settings.url(), key, sinks.modes(), destinations.sinks(), sinks.reach(), this::isInterrupted);
        return destinations;
    }

    private Deliveries book() {
        int batch = settings.body().batch();
        return new Deliveries(
                settings.population().users(),
                settings.population()::user,
                seq -> pace.due(seq / batch),
                meter::startNanos,
                settings.warmup().toNanos());
    }

    private Result run(Vertx vertx, @Nullable Destinations destinations, @Nullable CpuMeter sinks)
            throws IOException, InterruptedException {
        CpuMeter generator = Waiting.on(CpuMeter.of(vertx), "cannot start");
        Timeline timeline = new Timeline(settings, meter, destinations, generator, sinks, watches);
        LoadRun run = Waiting.on(LoadRun.start(vertx, plan(), ticker), "cannot start");
        watch(run, timeline);
        LoadResult load = Waiting.on(run.result(), settings.url() + " cannot be loaded");
        // A point for a few milliseconds would be a spike in every plot.
        Thread.sleep(SHORTEST_MILLIS);
        timeline.add(run);
        Outcome outcome = meter.outcome(load, isInterrupted() ? 0 : pace.nanos());
        List<Account> accounts = destinations == null ? List.of() : settle(run, destinations, timeline);
        return new Result(
                setup(),
                ticker.millis(),
                isInterrupted(),
                outcome,
                accounts,
                timeline.points(),
                settings.tolerance().failures(outcome, accounts, settings.body().ids()::text));
    }

    private LoadPlan plan() {
        return LoadPlan.of(
                        settings.url().getHost(),
                        settings.url().getPort(),
                        settings.connections(),
                        composer,
                        pace,
                        Duration.ofNanos(pace.nanos()))
                .withPatience(settings.patience())
                .withListener(meter);
    }

    private void watch(LoadRun run, Timeline timeline) throws IOException, InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        run.result().onComplete(end -> ended.countDown());
        boolean told = false;
        while (!ended.await(EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
            timeline.add(run);
            if (isInterrupted() && !told) {
                run.stop();
                told = true;
            }
        }
    }

    /** Waits for deliveries until nothing is missing, or for as long as was asked for. */
    private List<Account> settle(LoadRun run, Destinations destinations, Timeline timeline)
            throws IOException, InterruptedException {
        int batch = settings.body().batch();
        long start = ticker.nanos();
        List<Account> accounts = destinations.accounts(requests, batch);
        while (lost(accounts) > 0 && ticker.nanos() - start < settleNanos()) {
            Thread.sleep(EVERY_MILLIS);
            timeline.add(run);
            // An exact comparison reads the whole ledger, so it waits until the count says that it may succeed.
            if (timeline.backlog() == 0) {
                accounts = destinations.accounts(requests, batch);
            }
        }
        Thread.sleep(LINGER_MILLIS);
        timeline.add(run);
        return destinations.accounts(requests, batch);
    }

    private long settleNanos() {
        Duration settle = settings.sinks().settle();
        boolean cut = isInterrupted() && SETTLE_INTERRUPTED.compareTo(settle) < 0;
        return (cut ? SETTLE_INTERRUPTED : settle).toNanos();
    }

    private static long lost(List<Account> accounts) {
        return accounts.stream().mapToLong(Account::lost).sum();
    }

    private Setup setup() {
        return new Setup(
                settings.url().toString(),
                settings.run(),
                settings.body().seed(),
                settings.shape(),
                settings.rate(),
                settings.duration().toMillis() / 1e3,
                settings.warmup().toMillis() / 1e3,
                settings.body().batch(),
                settings.body().gzip(),
                composer.bytes(),
                settings.connections(),
                settings.population().sources(),
                settings.population().users(),
                settings.sinks().modes());
    }
}
