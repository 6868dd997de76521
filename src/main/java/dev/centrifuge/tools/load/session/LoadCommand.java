package dev.centrifuge.tools.load.session;

import dev.centrifuge.time.Ticker;
import dev.centrifuge.tools.Durations;
import dev.centrifuge.tools.ResultFile;
import dev.centrifuge.tools.Terminal;
import dev.centrifuge.tools.load.report.HtmlReport;
import dev.centrifuge.tools.load.report.JsonReport;
import dev.centrifuge.tools.load.report.Point;
import dev.centrifuge.tools.load.report.Result;
import dev.centrifuge.tools.load.report.TextReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code centrifuge load}. */
@Command(
        name = "load",
        sortOptions = false,
        description = {
            "Sends events at a rate, whether answers come or not, and measures from when each was due (open loop).",
            "With --sinks it plays the destinations too, and tells what was lost, doubled or out of order.",
            "Ctrl-C ends it early and still reports. Exits 1 on loss or too many failures; see docs/load.md."
        })
public final class LoadCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private LoadOptions options = new LoadOptions();

    @Option(names = "--sinks", paramLabel = "N", description = "Destinations to play, up to 1000 (${DEFAULT-VALUE}).")
    private int sinks;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description =
                    "How they behave, as in `centrifuge sink`: MODE for all, N:MODE or N-M:MODE for some; repeatable."
                            + " docs/sink.md explains each.")
    private List<String> modes = List.of();

    @Option(names = "--sink-host", paramLabel = "HOST", description = "Where they listen (${DEFAULT-VALUE}).")
    private String sinkHost = "127.0.0.1";

    @Option(
            names = "--sink-port",
            paramLabel = "N",
            description = "Of the first, the others have those after it; 0 for any (${DEFAULT-VALUE}).")
    private int sinkPort;

    @Option(
            names = "--conf-out",
            paramLabel = "DIR",
            description = "Write a destination a sink into this configuration directory of a gateway.")
    private @Nullable Path confOut;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            description = "Before the load, for a first event to reach each sink (${DEFAULT-VALUE}).")
    private String reach = "30s";

    @Option(
            names = "--settle",
            paramLabel = "TIME",
            description = "After it, for deliveries; less where nothing is missing (${DEFAULT-VALUE}).")
    private String settle = "10s";

    @Option(
            names = "--max-errors",
            paramLabel = "PERCENT",
            description = "Of requests without a 2xx, before the exit code is 1 (${DEFAULT-VALUE}).")
    private String maxErrors = "1%";

    @Option(names = "--strict", description = "Exit 1 also for duplicates and for events out of order.")
    private boolean strict;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result as JSON.")
    private @Nullable Path json;

    @Option(names = "--html", paramLabel = "FILE", description = "Write the result as a page with plots.")
    private @Nullable Path html;

    @Override
    public Integer call() throws Exception {
        LoadSettings settings = settings();
        PrintWriter out = spec.commandLine().getOut();
        TextReport text = new TextReport(out);
        Consumer<Point> live = Terminal.attached() ? text::live : point -> {};
        Session session = new Session(settings, Ticker.system(), line -> say(out, line), live);
        try (Interruption interruption = Interruption.of(session::interrupt)) {
            Result result = session.run();
            text.print(result);
            write(result, settings);
            interruption.code(result.passed() ? 0 : 1);
            return result.passed() ? 0 : 1;
        }
    }

    private LoadSettings settings() {
        try {
            ResultFile.check("--json", json);
            ResultFile.check("--html", html);
            SinkSettings played = new SinkSettings(
                    SinkSettings.modes(sinks, modes),
                    sinkHost,
                    sinkPort,
                    Durations.parse(settle),
                    Durations.parse(reach),
                    confOut);
            if (confOut != null && !played.any()) {
                throw new IllegalArgumentException("--conf-out is for sinks, and there are none: --sinks N");
            }
            Tolerance tolerance = new Tolerance(share(maxErrors), strict);
            return options.settings(played, tolerance, Ticker.system().millis());
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), wrong.getMessage());
        }
    }

    private static double share(String text) {
        try {
            double percent = Double.parseDouble(text.replaceFirst("%+$", ""));
            if (percent >= 0 && percent <= 100) {
                return percent / 100;
            }
        } catch (NumberFormatException notOne) {
            // Told below.
        }
        throw new IllegalArgumentException("--max-errors is a percentage such as 1%, not '" + text + "'");
    }

    private static void say(PrintWriter out, String line) {
        out.println(line);
        out.flush();
    }

    private void write(Result result, LoadSettings settings) throws IOException {
        if (json != null) {
            Files.writeString(
                    json, JsonReport.of(result, settings.body().ids()::text).encodePrettily() + "\n");
        }
        if (html != null) {
            Files.writeString(html, HtmlReport.of(result));
        }
    }
}
