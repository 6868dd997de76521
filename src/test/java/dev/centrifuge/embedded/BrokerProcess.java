package dev.centrifuge.embedded;

import dev.centrifuge.Freeze;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An embedded broker in a child JVM, to be killed. The child prints one line when it is ready and ends when its standard
 * input does, so that it never outlives the tests.
 */
public final class BrokerProcess implements AutoCloseable {

    private static final String READY = "ready ";

    private final Process process;
    private final int port;

    private BrokerProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts it and waits until it is ready.
     *
     * @param port 0 for any
     */
    public static BrokerProcess start(int port, Path dir) throws IOException {
        return launch(ProcessBuilder.Redirect.INHERIT, Integer.toString(port), dir.toString());
    }

    /**
     * Starts one of several that are a cluster, and waits until it is ready, for which most of them must run. Brokers that
     * miss each other say much of it: that goes to a file beside the directory.
     *
     * @param node from 0
     * @param ports of all, each the first of two
     */
    public static BrokerProcess cluster(int node, List<Integer> ports, Path dir) throws IOException {
        String all = ports.stream().map(String::valueOf).collect(Collectors.joining(","));
        ProcessBuilder.Redirect log = ProcessBuilder.Redirect.appendTo(new File(dir + ".log"));
        return launch(log, all, dir.toString(), Integer.toString(node));
    }

    private static BrokerProcess launch(ProcessBuilder.Redirect log, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                BrokerProcess.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectError(log).start();
        String line =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
        if (line == null || !line.startsWith(READY)) {
            process.destroyForcibly();
            throw new IOException("the child's broker did not start: " + line);
        }
        return new BrokerProcess(process, Integer.parseInt(line.substring(READY.length())));
    }

    public String bootstrap() {
        return "127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    /** SIGKILL; returns when the process is gone. */
    public void kill() {
        process.destroyForcibly().onExit().orTimeout(60, TimeUnit.SECONDS).join();
    }

    /** Lets it stop in order; returns when the process is gone. */
    public void stop() throws IOException {
        process.getOutputStream().close();
        process.onExit().orTimeout(60, TimeUnit.SECONDS).join();
    }

    /** SIGSTOP: its connections stay open and nothing answers. */
    public void freeze() throws IOException, InterruptedException {
        Freeze.stop(pid());
    }

    /** SIGCONT. */
    public void thaw() throws IOException, InterruptedException {
        Freeze.end(pid());
    }

    @Override
    public void close() {
        kill();
    }

    public static void main(String[] arguments) throws Exception {
        Path dir = Path.of(arguments[1]);
        if (arguments.length > 2) {
            int node = Integer.parseInt(arguments[2]);
            List<Integer> ports =
                    Stream.of(arguments[0].split(",")).map(Integer::valueOf).toList();
            serve(ClusterMember.start(node, ports, dir), ports.get(node));
        } else {
            EmbeddedBroker broker = EmbeddedBroker.start(Integer.parseInt(arguments[0]), dir);
            serve(broker, broker.port());
        }
    }

    private static void serve(AutoCloseable broker, int port) throws Exception {
        try (broker) {
            System.out.println(READY + port);
            while (System.in.read() >= 0) {
                // Until the parent has gone.
            }
        }
    }
}
