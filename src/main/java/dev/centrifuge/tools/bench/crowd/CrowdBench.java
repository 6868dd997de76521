package dev.centrifuge.tools.bench.crowd;

import dev.centrifuge.time.Ticker;
import dev.centrifuge.tools.bench.child.Cpu;
import dev.centrifuge.tools.bench.child.GatewayChild;
import dev.centrifuge.tools.bench.child.Scratch;
import dev.centrifuge.tools.bench.cost.CostOptions;
import dev.centrifuge.tools.bench.cost.Table;
import dev.centrifuge.tools.bench.cost.measure.Heap;
import dev.centrifuge.tools.bench.crowd.Questions.Answered;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench crowd}: a gateway with many destinations, most of them idle. */
@Command(
        name = "crowd",
        description = {
            "A gateway with 10,000 destinations that get nothing: its start, its heap and its processor time beside those of one",
            "with a single destination; how long the console and the API take to answer; and a reload of one file."
        })
public final class CrowdBench implements Callable<Integer> {
    private static final double MOST_MILLIS = 300;
    private static final long MOST_SECONDS = 20;
    private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final Map<String, String> SOURCES = Map.of("bench", "{\"writeKeys\":[\"bench\"]}");

    @Mixin
    private CostOptions options = new CostOptions();

    @Option(names = "--destinations", description = "How many (${DEFAULT-VALUE}).")
    private int destinations = 10_000;

    @Option(names = "--requests", description = "Of each kind, after the first (${DEFAULT-VALUE}).")
    private int requests = 20;

    /** What a gateway costs that nobody asks anything. */
    private record Idle(double startMillis, long heapBytes, double cpuShare) {}

    @Override
    public Integer call() throws Exception {
        List<String> jvm = options.jvm("-XX:+UseParallelGC", "-Xmx512m");
        Table table = new Table(
                "bench crowd",
                String.join(" ", jvm) + String.format(Locale.ROOT, ", %,d destinations", destinations),
                "question",
                "bytes",
                "first ms",
                "p50 ms",
                "p99 ms");
        try (Scratch scratch = options.scratch()) {
            options.progress("one destination");
            Idle alone;
            try (GatewayChild one = start(scratch, "one", jvm, 1)) {
                alone = idle(one);
            }
            options.progress(destinations + " destinations");
            try (GatewayChild crowd = start(scratch, "crowd", jvm, destinations)) {
                judge(table, alone, idle(crowd));
                options.progress("questions");
                ask(table, crowd);
                options.progress("a reload");
                reload(table, scratch, crowd);
            }
        }
        return options.publish(table);
    }

    private static GatewayChild start(Scratch scratch, String name, List<String> jvm, int count) throws IOException {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < count; i++) {
            all.put(id(i), file("/hook"));
        }
        return GatewayChild.start(scratch, name, jvm, SOURCES, all);
    }

    private static String id(int number) {
        return String.format(Locale.ROOT, "destination-%05d", number);
    }

    /** Nothing listens there, and nothing is sent. */
    private static String file(String path) {
        return "{\"sources\":[\"bench\"],\"privateNetwork\":true,\"url\":\"http://127.0.0.1:9" + path + "\"}";
    }

    private static Idle idle(GatewayChild gateway) throws IOException {
        long heap = Heap.liveBytes(gateway.pid());
        long start = Ticker.system().nanos();
        Cpu before = gateway.cpu();
        LockSupport.parkNanos(IDLE_NANOS);
        double micros = gateway.cpu().since(before).micros();
        return new Idle(
                gateway.readyMillis(), heap, micros * 1e3 / (Ticker.system().nanos() - start));
    }

    private void judge(Table table, Idle alone, Idle crowd) {
        table.mark(
                "started, in ms; with one destination",
                number(crowd.startMillis()) + "; " + number(alone.startMillis()),
                true);
        table.mark(
                "heap, in bytes for each idle destination",
                (double) (crowd.heapBytes() - alone.heapBytes()) / (destinations - 1),
                true);
        table.mark(
                "a processor's share while nobody asks, in %; with one destination",
                number(crowd.cpuShare() * 100) + "; " + number(alone.cpuShare() * 100), true);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%,.1f", value);
    }

    private void ask(Table table, GatewayChild gateway) throws IOException {
        Questions questions = new Questions(gateway.adminPort);
        Answered page = row(table, questions, "/v1/destinations?limit=100");
        table.mark(
                "the console's first page of destinations, asked first, at most 300 ms",
                page.first(),
                ok(page.first()));
        table.mark("the same, p99", page.p99(), ok(page.p99()));
        Answered overview = questions.stream("overview", requests);
        table.row("/v1/stream?topics=overview, first state", "-", overview.first(), overview.p50(), overview.p99());
        table.mark("the console's overview, p99, at most 300 ms", overview.p99(), ok(overview.p99()));
        row(table, questions, "/v1/destinations");
        row(table, questions, "/v1/destinations?limit=1000");
        row(table, questions, "/v1/destinations?text=n-0999");
        row(table, questions, "/v1/destinations/" + id(destinations / 2));
        row(table, questions, "/v1/funnel");
        row(table, questions, "/v1/funnel?limit=1");
        row(table, questions, "/metrics");
    }

    private Answered row(Table table, Questions questions, String path) throws IOException {
        Answered answered = questions.ask(path, requests);
        table.row(path, answered.bytes(), answered.first(), answered.p50(), answered.p99());
        return answered;
    }

    private static boolean ok(double millis) {
        return millis <= MOST_MILLIS;
    }

    /** From the writing of a file until the API shows what is in it. */
    private void reload(Table table, Scratch scratch, GatewayChild gateway) throws IOException {
        Questions questions = new Questions(gateway.adminPort);
        String id = id(destinations / 2);
        long start = Ticker.system().nanos();
        scratch.write("crowd/conf/destinations/" + id + ".json", file("/changed"));
        long end = start + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
        boolean taken = false;
        while (!taken && Ticker.system().nanos() - end < 0) {
            LockSupport.parkNanos(EVERY_NANOS);
            taken = questions.text("/v1/destinations/" + id).contains("/changed");
        }
        double millis = (Ticker.system().nanos() - start) / 1e6;
        table.mark("a changed file in force within " + MOST_SECONDS + " s: ms", millis, taken);
    }
}
