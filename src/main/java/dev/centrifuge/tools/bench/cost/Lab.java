package dev.centrifuge.tools.bench.cost;

import dev.centrifuge.time.Ticker;
import dev.centrifuge.tools.Transports;
import dev.centrifuge.tools.Waiting;
import dev.centrifuge.tools.bench.Runs;
import dev.centrifuge.tools.bench.child.Ports;
import dev.centrifuge.tools.bench.child.Scratch;
import dev.centrifuge.tools.bench.cost.measure.Lateness;
import dev.centrifuge.tools.load.LoadPlan;
import dev.centrifuge.tools.load.LoadResult;
import dev.centrifuge.tools.load.LoadRun;
import dev.centrifuge.tools.sink.Arrival;
import dev.centrifuge.tools.sink.Sink;
import dev.centrifuge.tools.sink.SinkOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** What a benchmark works with: a directory, an event loop for loads, and one for the sink that plays the destinations. */
final class Lab implements AutoCloseable {
    private final Scratch scratch;
    private final Vertx load;
    private final Vertx sinks;
    private final Vertx apart;
    private final Sink sink;
    private final Sink healthy;
    private volatile Consumer<Arrival> listener = arrival -> {};

    private Lab(CostOptions options) throws IOException {
        scratch = options.scratch();
        load = Transports.open(options.transport(), 1);
        sinks = Transports.open(options.transport(), 1);
        apart = Transports.open(options.transport(), 1);
        sink = start(sinks);
        healthy = start(apart);
    }

    private Sink start(Vertx vertx) throws IOException {
        SinkOptions plain = SinkOptions.standard();
        SinkOptions played = new SinkOptions(
                plain.host(),
                Ports.free(1, new Random()),
                "ok",
                plain.defaults(),
                plain.paths(),
                plain.secrets(),
                null,
                // The ledger of the stage reads the ids.
                0,
                1,
                null,
                arrival -> listener.accept(arrival));
        return Waiting.on(Sink.start(vertx, played), "cannot start a sink");
    }

    static Lab open(CostOptions options) throws IOException {
        return new Lab(options);
    }

    Scratch scratch() {
        return scratch;
    }

    String url(String path) {
        return sink.url(path);
    }

    /** How late the sink is from now on. */
    Lateness lateness() {
        return Lateness.watch(sinks, Ticker.system());
    }

    /** A destination on an event loop of its own, for one that others must not disturb on this side. */
    String urlApart(String path) {
        return healthy.url(path);
    }

    /** Changes how the sink treats a path, and all that begin with it. */
    void mode(String path, String mode) throws IOException {
        Waiting.on(sink.mode(path, mode), "the sink does not change");
    }

    /** Who is told of arrivals from now on, on the sink's event loop. */
    void listen(Consumer<Arrival> to) {
        listener = to;
    }

    Future<LoadResult> load(LoadPlan plan) {
        return LoadRun.run(load, plan, Ticker.system());
    }

    /** Loads and waits for the end. */
    LoadResult loaded(LoadPlan plan) throws IOException {
        return Runs.await(load(plan), plan.duration());
    }

    Subject gateway(String name, List<String> jvm, Layout layout) throws IOException {
        return Subject.start(scratch, name, jvm, layout);
    }

    @Override
    public void close() throws IOException {
        load.close();
        sinks.close();
        apart.close();
        scratch.close();
    }
}
