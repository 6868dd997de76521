package dev.centrifuge;

import dev.centrifuge.config.Configuration;
import dev.centrifuge.config.load.ConfigLoader;
import dev.centrifuge.config.load.Loaded;
import dev.centrifuge.config.reload.ConfigWatch;
import dev.centrifuge.node.Blocking;
import dev.centrifuge.tools.Durations;
import dev.centrifuge.tools.demo.DemoDirectory;
import dev.centrifuge.tools.demo.DemoTraffic;
import dev.centrifuge.tools.sink.Sink;
import dev.centrifuge.tools.sink.SinkOptions;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code demo}: the first minute of a new user, with nothing to install or to configure. */
@Command(
        name = "demo",
        description = {
            "Runs the gateway with an embedded Kafka, three destinations to send to, and a trickle of sample events.",
            "One destination is healthy, one flaky, one slow. Prints what happens and where to look. Ctrl-C ends it and"
                    + " cleans up."
        })
final class DemoCommand implements Callable<Integer> {
    private static final int MOST_RATE = 1000;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "5",
            description = "Sample events a second, 0 to 1000 (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            description = "End by itself after so long, as in 30s (default: run until Ctrl-C).")
    private String duration = "";

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (rate < 0 || rate > MOST_RATE) {
            throw new ParameterException(spec.commandLine(), "--rate is 0 to " + MOST_RATE + " events a second");
        }
        Duration span = span();
        Vertx vertx = Vertx.vertx();
        Sink sink = Blocking.await(Sink.start(
                vertx,
                SinkOptions.standard().withPaths(Map.of("/flaky", "flap:up=8s,down=4s", "/slow", "slow:delay=300ms"))));
        DemoDirectory directory = DemoDirectory.create(sink.url(""));
        Configuration configuration = valid(ConfigLoader.ofProcess().load(directory.conf()));
        Gateway gateway = new Gateway(configuration);
        ConfigWatch watch = ConfigWatch.start(directory.conf(), configuration, gateway);
        PrintWriter out = spec.commandLine().getOut();
        DemoTraffic traffic = new DemoTraffic(vertx, gateway.ingestUrl(), sink, rate, out);
        Termination.onSignal(() -> end(traffic, watch, gateway, directory));
        out.println("ready " + gateway.urls());
        directory.explain(gateway.ingestUrl(), gateway.adminUrl()).forEach(out::println);
        out.flush();
        traffic.start();
        if (span.isZero()) {
            Blocking.await(gateway.failure());
            return 1;
        }
        traffic.runFor(span);
        end(traffic, watch, gateway, directory);
        return 0;
    }

    /** Zero for as long as it is let. */
    private Duration span() {
        try {
            return duration.isEmpty() ? Duration.ZERO : Durations.parse(duration);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), "--for: " + wrong.getMessage(), wrong);
        }
    }

    private static Configuration valid(Loaded loaded) {
        if (loaded instanceof Loaded.Valid valid) {
            return valid.configuration();
        }
        throw new IllegalStateException("the demo's own configuration is wrong: " + loaded);
    }

    private static void end(DemoTraffic traffic, ConfigWatch watch, Gateway gateway, DemoDirectory directory)
            throws IOException, InterruptedException {
        traffic.stop();
        watch.close();
        gateway.stop();
        directory.delete();
    }
}
