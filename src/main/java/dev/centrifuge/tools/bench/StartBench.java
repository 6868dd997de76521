package dev.centrifuge.tools.bench;

import dev.centrifuge.time.Ticker;
import dev.centrifuge.tools.bench.child.Child;
import dev.centrifuge.tools.bench.child.GatewayChild;
import dev.centrifuge.tools.bench.child.Scratch;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bench start}: from the launch of the JVM to traffic. */
@Command(
        name = "start",
        description = {
            "From the launch of the JVM to traffic, compared with a command that does nothing.",
            "Until the line `ready`, with /health/ready true: with no data yet, and on the data of the start before.",
            "The command that does nothing is `centrifuge --version`."
        })
final class StartBench implements Callable<Integer> {
    @Mixin
    private BenchOptions options = new BenchOptions();

    private int starts;

    @Override
    public Integer call() throws Exception {
        try (Scratch scratch = options.scratch()) {
            Report report = new Report("bench start", options.setting());
            options.progress("starting on empty directories");
            report.add(compare("first start", scratch, () -> start(scratch, "gateway" + ++starts)));
            options.progress("starting again");
            report.add(compare("start on existing data", scratch, () -> start(scratch, "gateway" + starts)));
            options.publish(report);
        }
        return 0;
    }

    private Comparison compare(String what, Scratch scratch, Comparison.Side side) throws Exception {
        String baseline = "`--version`; the goal for a first start is 5,000 ms";
        return Comparison.run(what, "ms", baseline, Double.NaN, options.rounds, side, () -> version(scratch));
    }

    private Sample start(Scratch scratch, String name) throws IOException {
        // A destination, so that all of the gateway starts; nobody listens there, and nothing is sent.
        try (GatewayChild gateway = GatewayChild.start(scratch, name, options.jvm(), "http://127.0.0.1:9/")) {
            if (!gateway.healthy()) {
                throw new IOException("it said ready, but /health/ready does not");
            }
            return Sample.ofMillis(gateway.readyMillis());
        }
    }

    private Sample version(Scratch scratch) throws IOException {
        try (Child child = Child.start("version", options.jvm(), scratch.path(), "--version")) {
            child.awaitEnd(Duration.ofSeconds(30));
            return Sample.ofMillis((Ticker.system().nanos() - child.launched()) / 1e6);
        }
    }
}
