package dev.centrifuge.tools.sink;

import dev.centrifuge.tools.Terminal;
import dev.centrifuge.tools.Transports;
import dev.centrifuge.tools.Waiting;
import dev.centrifuge.tools.sink.mode.Modes;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code centrifuge sink}. Runs until the process is told to stop. */
@Command(
        name = "sink",
        description = {
            "A destination to test against: takes deliveries and misbehaves on request.",
            "Prints `ready URL` when it listens. GET /_sink/stats tells what arrived; PUT /_sink/mode changes the mode.",
            "A mode is NAME or NAME:key=value,key=value; docs/sink.md explains each."
        })
public final class SinkCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--port", required = true, paramLabel = "N", description = "Port to listen on; 0 for a free one.")
    private int port;

    @Option(names = "--host", description = "Address to listen on (${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    @Option(names = "--mode", description = "One of " + Modes.NAMES + " (${DEFAULT-VALUE}).")
    private String mode = "ok";

    @Option(
            names = "--path",
            paramLabel = "PREFIX=MODE",
            description = "A mode for the paths that start with PREFIX; repeatable.")
    private Map<String, String> paths = Map.of();

    @Option(names = "--delay", description = "slow: how long (200ms).")
    private @Nullable String delay;

    @Option(names = "--jitter", description = "slow: up to how much longer, at random (0ms).")
    private @Nullable String jitter;

    @Option(names = "--status", description = "down, flap, flaky, bad: the answer.")
    private @Nullable String status;

    @Option(names = "--up", description = "flap, refuse: how long it works (10s).")
    private @Nullable String up;

    @Option(names = "--down", description = "flap, refuse: how long it does not (10s).")
    private @Nullable String down;

    @Option(names = "--rate", description = "limit: how many requests (100).")
    private @Nullable String rate;

    @Option(names = "--per", description = "limit: in how much time (1s).")
    private @Nullable String per;

    @Option(names = "--ratio", description = "flaky: how many fail (10%%).")
    private @Nullable String ratio;

    @Option(names = "--seed", description = "What chance starts from (${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--record", paramLabel = "FILE", description = "Append a line of JSON per event to FILE.")
    private @Nullable Path record;

    @Option(names = "--verify", paramLabel = "SECRET", description = "Refuse what is not signed with this whsec_….")
    private List<String> secrets = List.of();

    @Option(names = "--ids", description = "Ids to remember per path (${DEFAULT-VALUE}).")
    private int ids = 4_000_000;

    @Option(names = "--tls-port", paramLabel = "N", description = "Listen with TLS there, too; 0 for a free port.")
    private @Nullable Integer tlsPort;

    @Option(names = "--cert", paramLabel = "FILE", description = "PEM: the certificate for --tls-port.")
    private @Nullable Path cert;

    @Option(names = "--key", paramLabel = "FILE", description = "PEM: its private key, PKCS #8 without a password.")
    private @Nullable Path key;

    @Option(names = "--print", negatable = true, description = "A line per request; on by default on a terminal.")
    private @Nullable Boolean print;

    @Option(names = "--quiet", description = "The same as --no-print.")
    private boolean quiet;

    @Option(names = "--transport", description = "best, io_uring, epoll, kqueue, nio.")
    private String transport = Transports.BEST;

    @Override
    public Integer call() throws Exception {
        Vertx vertx;
        Sink sink;
        try {
            vertx = Transports.open(transport, 1);
            sink = Waiting.on(Sink.start(vertx, options()), "cannot start on " + host + ":" + port);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), wrong.getMessage());
        }
        PrintWriter out = spec.commandLine().getOut();
        String secure = tlsPort == null ? "" : " tls=" + sink.tlsUrl("/");
        out.println("ready " + sink.url("/") + " mode=" + mode + secure);
        out.flush();
        runUntilTold(vertx, sink);
        return 0;
    }

    private SinkOptions options() {
        boolean prints = !quiet && (print == null ? Terminal.attached() : print);
        Printer printer = prints ? new Printer(spec.commandLine().getOut()) : null;
        return new SinkOptions(host, port, mode, settings(), paths, secrets, record, ids, seed, tls(), printer);
    }

    private SinkOptions.@Nullable Tls tls() {
        if (tlsPort != null && cert != null && key != null) {
            return new SinkOptions.Tls(tlsPort, cert, key);
        }
        if (tlsPort != null || cert != null || key != null) {
            throw new IllegalArgumentException("--tls-port, --cert and --key belong together");
        }
        return null;
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        put(settings, "delay", delay);
        put(settings, "jitter", jitter);
        put(settings, "status", status);
        put(settings, "up", up);
        put(settings, "down", down);
        put(settings, "rate", rate);
        put(settings, "per", per);
        put(settings, "ratio", ratio);
        return settings;
    }

    private static void put(Map<String, String> settings, String key, @Nullable String value) {
        if (value != null) {
            settings.put(key, value);
        }
    }

    /**
     * Ends the record whole when the process is told to stop, and the process with 0, for the JVM's own code would be 143; an
     * interrupt ends the command where a test runs it.
     */
    private static void runUntilTold(Vertx vertx, Sink sink) throws IOException {
        Thread hook = new Thread(() -> end(sink), "sink-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException told) {
            Runtime.getRuntime().removeShutdownHook(hook);
            Waiting.on(sink.close(), "cannot close");
            Waiting.on(vertx.close(), "cannot close");
        }
    }

    private static void end(Sink sink) {
        sink.close().toCompletionStage().toCompletableFuture().join();
        Runtime.getRuntime().halt(0);
    }
}
