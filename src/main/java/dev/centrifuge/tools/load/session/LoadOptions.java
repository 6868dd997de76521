package dev.centrifuge.tools.load.session;

import dev.centrifuge.tools.Durations;
import dev.centrifuge.tools.Transports;
import dev.centrifuge.tools.load.body.BodyOptions;
import dev.centrifuge.tools.load.body.MessageIds;
import dev.centrifuge.tools.load.body.Population;
import dev.centrifuge.tools.load.shape.Curve;
import dev.centrifuge.tools.load.shape.Shapes;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is sent, and when. */
final class LoadOptions {
    @Option(
            names = "--url",
            required = true,
            paramLabel = "URL",
            description = "http://HOST:PORT of the gateway. With a path, everything is posted there; without one, to"
                    + " /v1/TYPE, or to /v1/batch with --batch.")
    private URI url = URI.create("http://127.0.0.1:8080");

    @Option(
            names = "--write-key",
            paramLabel = "KEY",
            description = "Of a source; repeatable for many (demo-write-key).")
    private List<String> keys = List.of("demo-write-key");

    @Option(names = "--users", paramLabel = "N", description = "Different users (${DEFAULT-VALUE}).")
    private int users = 10_000;

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "Connections, each with one request at a time (${DEFAULT-VALUE}).")
    private int connections = 64;

    @Option(names = "--rate", paramLabel = "N", description = "Events a second (${DEFAULT-VALUE}).")
    private double rate = 100;

    @Option(
            names = "--shape",
            paramLabel = "SHAPE",
            description = "How the rate changes: " + Shapes.NAMES + " (${DEFAULT-VALUE}).")
    private String shape = "constant";

    @Option(names = "--duration", paramLabel = "TIME", description = "Of the shape (${DEFAULT-VALUE}).")
    private String duration = "30s";

    @Option(
            names = "--warmup",
            paramLabel = "TIME",
            description = "Before it, at the rate it begins with; not in latencies and rates (${DEFAULT-VALUE}).")
    private String warmup = "0s";

    @Option(names = "--batch", paramLabel = "N", description = "Events a request, 1 to 2500 (${DEFAULT-VALUE}).")
    private int batch = 1;

    @Option(names = "--gzip", description = "Compress bodies.")
    private boolean gzip;

    @Option(names = "--size", paramLabel = "BYTES", description = "Mean of an event, 300 to 30000 (${DEFAULT-VALUE}).")
    private int size = 700;

    @Option(names = "--seed", paramLabel = "N", description = "What chance starts from (${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--run",
            paramLabel = "ID",
            description = "In the ids of its events, a to z and 0 to 9; new each time by default.")
    private @Nullable String run;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "For an answer; then the connection is closed (${DEFAULT-VALUE}).")
    private String timeout = "30s";

    @Option(names = "--transport", description = "best, io_uring, epoll, kqueue, nio (${DEFAULT-VALUE}).")
    private String transport = Transports.BEST;

    /**
     * @param millis now, since the epoch: what a run is called that has no name
     * @throws IllegalArgumentException with a message for people
     */
    LoadSettings settings(SinkSettings sinks, Tolerance tolerance, long millis) {
        String id = run == null ? Long.toString(millis, Character.MAX_RADIX) : run;
        URI target = target();
        Duration before = Durations.parse(warmup);
        Duration time = Durations.parse(duration);
        Curve curve = Shapes.parse(shape, rate, before, time);
        return new LoadSettings(
                id,
                target,
                new BodyOptions(target.getAuthority(), path(target), keys, new MessageIds(id), batch, size, gzip, seed),
                new Population(users, keys.size(), batch, seed),
                shape,
                rate,
                curve,
                before,
                time,
                connections,
                Durations.parse(timeout),
                sinks,
                tolerance,
                transport);
    }

    private URI target() {
        if (!"http".equals(url.getScheme()) || url.getHost() == null || url.getUserInfo() != null) {
            throw new IllegalArgumentException("--url is http://HOST:PORT, with or without a path; not '" + url + "'");
        }
        int port = url.getPort() < 0 ? 80 : url.getPort();
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        return URI.create("http://" + url.getHost() + ":" + port + (path.equals("/") ? "" : path));
    }

    private static String path(URI target) {
        return target.getRawPath() == null ? "" : target.getRawPath();
    }
}
