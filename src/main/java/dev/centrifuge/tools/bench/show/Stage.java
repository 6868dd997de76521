package dev.centrifuge.tools.bench.show;

import dev.centrifuge.time.Ticker;
import dev.centrifuge.tools.Transports;
import dev.centrifuge.tools.Waiting;
import dev.centrifuge.tools.bench.Runs;
import dev.centrifuge.tools.bench.child.Cpu;
import dev.centrifuge.tools.bench.child.GatewayChild;
import dev.centrifuge.tools.bench.child.Scratch;
import dev.centrifuge.tools.bench.cost.measure.LogSizes;
import dev.centrifuge.tools.load.LoadRun;
import dev.centrifuge.tools.load.ledger.Account;
import dev.centrifuge.tools.sink.Sink;
import dev.centrifuge.tools.sink.SinkOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A gateway in a process of its own, its destinations in this one, and what is sent. Used by one command's thread. */
final class Stage implements AutoCloseable {
    private static final long EVERY_MILLIS = 20;
    /** After the last one has arrived: a repetition would come now. */
    private static final long LINGER_MILLIS = 500;

    private final Vertx load;
    private final Vertx audience;
    private final List<Sink> sinks = new ArrayList<>();
    /** Read by the sinks' event loop. */
    private final List<Traffic> running = new CopyOnWriteArrayList<>();

    private final Scratch scratch;
    private GatewayChild gateway;
    private Cpu cpuBefore;
    private long cpuFrom;

    /**
     * @param keys write keys, one a source
     * @param limits what each destination's configuration holds beside its address
     */
    Stage(ShowOptions options, List<String> keys, List<JsonObject> limits) throws IOException {
        this(options, sources(keys, new JsonObject()), limits);
    }

    /** @param sources configurations by id, which is the write key, too */
    Stage(ShowOptions options, Map<String, String> sources, List<JsonObject> limits) throws IOException {
        this.load = Transports.open(options.transport(), 1);
        this.audience = Transports.open(options.transport(), 1);
        this.scratch = options.scratch();
        try {
            for (int i = 0; i < limits.size(); i++) {
                sinks.add(Waiting.on(Sink.start(audience, sink(i, options.seed)), "cannot start a sink"));
            }
            gateway = GatewayChild.start(scratch, "gateway", options.jvm(), sources, destinations(limits));
            cpuBefore = gateway.cpu();
        } catch (IOException failed) {
            release();
            throw failed;
        }
    }

    private SinkOptions sink(int index, long seed) {
        return new SinkOptions(
                "127.0.0.1",
                0,
                "ok",
                Map.of(),
                Map.of(),
                List.of(),
                null,
                0,
                seed + index,
                null,
                arrival -> running.forEach(traffic -> traffic.take(index, arrival)));
    }

    /**
     * Sources whose write keys are their ids.
     *
     * @param more what each has beside its key
     */
    static Map<String, String> sources(List<String> keys, JsonObject more) {
        Map<String, String> sources = new LinkedHashMap<>();
        for (String key : keys) {
            JsonArray only = new JsonArray().add(key);
            sources.put(key, more.copy().put("writeKeys", only).encode());
        }
        return sources;
    }

    private Map<String, String> destinations(List<JsonObject> limits) {
        Map<String, String> destinations = new LinkedHashMap<>();
        for (int i = 0; i < limits.size(); i++) {
            JsonObject json =
                    limits.get(i).copy().put("url", sinks.get(i).url("/")).put("privateNetwork", true);
            destinations.put("sink-%03d".formatted(i + 1), json.encode());
        }
        return destinations;
    }

    /** From now on this sink behaves so. */
    void mode(int sink, String mode) throws IOException {
        Waiting.on(sinks.get(sink).mode(mode), "cannot change a sink");
    }

    /** Begins to send; returns once the first event is due. */
    LoadRun start(Traffic traffic) throws IOException {
        running.add(traffic);
        return Waiting.on(traffic.start(load, gateway.ingestPort), "the gateway cannot be loaded");
    }

    /** Waits for the end of what was started. */
    static void finish(LoadRun run, Duration most) throws IOException {
        Runs.await(run.result(), most);
    }

    /** Sends all of it and waits for the answers. */
    void run(Traffic traffic, Duration duration) throws IOException {
        finish(start(traffic), duration);
    }

    /** Waits until nothing is missing; how many seconds that took, or NaN where it did not come to it. */
    double settle(Traffic traffic, Duration most) throws IOException {
        long from = Ticker.system().nanos();
        boolean all = await(() -> traffic.missing() == 0, most);
        double seconds = (Ticker.system().nanos() - from) / 1e9;
        pause(LINGER_MILLIS);
        return all ? seconds : Double.NaN;
    }

    /** The ledger of a run that has ended; nothing is booked for it any more. */
    List<Account> accounts(Traffic traffic) throws IOException {
        running.remove(traffic);
        return look(traffic::accounts);
    }

    /** What of a run that has ended did not come to the first sink, and where it is. */
    Remains remains(Traffic traffic) throws IOException {
        long open = Held.open(gateway.metrics());
        long copied = copied(traffic);
        return new Remains(accounts(traffic).get(0), copied, open);
    }

    /** Reads something on the sinks' event loop. */
    <T> T look(Supplier<T> reader) throws IOException {
        Promise<T> answer = Promise.promise();
        audience.runOnContext(now -> answer.complete(reader.get()));
        return Waiting.on(answer.future(), "the sinks do not answer");
    }

    /** Whether a condition, looked at every 20 ms, held within this time. */
    static boolean await(BooleanSupplier condition, Duration most) throws IOException {
        long end = Ticker.system().nanos() + most.toNanos();
        while (!condition.getAsBoolean()) {
            if (Ticker.system().nanos() >= end) {
                return false;
            }
            pause(EVERY_MILLIS);
        }
        return true;
    }

    static void pause(long millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", told);
        }
    }

    /** From now on the broker takes so many bytes a second of ingest's producer. */
    void quota(double bytesPerSecond) throws IOException {
        Quota.ofIngest(gateway.kafkaPort, bytesPerSecond);
    }

    /** Bytes of {@code events} on the broker's disk so far, which is how they were sent to it. */
    long written() throws IOException {
        return LogSizes.byTopic(scratch.path()).getOrDefault("centrifuge.events", 0L);
    }

    /** How many of the events that were acknowledged and have not arrived are in delay topics or dead letters. */
    private long copied(Traffic traffic) throws IOException {
        Set<Long> copied = new HashSet<>();
        Held.copies(gateway.kafkaPort, body -> traffic.ids().find(body, (event, after) -> copied.add(event)));
        return look(() -> copied.stream().filter(traffic::isMissing).count());
    }

    /** Processors that the gateway and its broker used since it was asked before; NaN where the system does not tell. */
    double cores() {
        Cpu now = gateway.cpu();
        long at = Ticker.system().nanos();
        long micros = now.since(cpuBefore).micros();
        double cores = micros < 0 || cpuFrom == 0 ? Double.NaN : micros * 1e3 / (at - cpuFrom);
        cpuBefore = now;
        cpuFrom = at;
        return cores;
    }

    @Override
    public void close() throws IOException {
        try {
            gateway.close();
        } finally {
            release();
        }
    }

    private void release() throws IOException {
        load.close();
        audience.close();
        scratch.close();
    }
}
