package dev.centrifuge.tools.bench.cost;

import dev.centrifuge.tools.bench.child.Child;
import dev.centrifuge.tools.bench.child.Ports;
import dev.centrifuge.tools.bench.child.Scratch;
import dev.centrifuge.tools.bench.cost.measure.LogSizes;
import dev.centrifuge.tools.bench.cost.measure.Scrape;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The gateway under test with its embedded broker: a process of its own that may be killed and started again. Blocks. */
final class Subject implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration END = Duration.ofSeconds(10);

    private final Scratch scratch;
    private final String name;
    private final List<String> jvm;
    private final int port;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Child child;

    private Subject(Scratch scratch, String name, List<String> jvm, int port) throws IOException {
        this.scratch = scratch;
        this.name = name;
        this.jvm = jvm;
        this.port = port;
        this.child = launch();
    }

    /** Starts it and waits until it takes traffic. */
    static Subject start(Scratch scratch, String name, List<String> jvm, Layout layout) throws IOException {
        // Ingest, admin, broker, and the broker's controller, which is the port after it.
        int port = Ports.free(4, new Random());
        layout.write(scratch, name, port, file -> name + "/" + file);
        return new Subject(scratch, name, jvm, port);
    }

    private Child launch() throws IOException {
        String conf = scratch.path().resolve(name).resolve("conf").toString();
        Child started = Child.start(name, jvm, scratch.path(), "serve", "--conf", conf);
        try {
            started.await("ready", START);
            return started;
        } catch (IOException failed) {
            started.close();
            throw failed;
        }
    }

    /** Ends it as a crash would, with SIGKILL, and starts it again on the same data. */
    void crash() throws IOException {
        ProcessHandle.of(child.pid()).ifPresent(ProcessHandle::destroyForcibly);
        child.awaitEnd(END);
        child.close();
        child = launch();
    }

    int port() {
        return port;
    }

    long pid() {
        return child.pid();
    }

    /** User and system time of the process so far, in microseconds; NaN where the system does not tell. */
    double cpuMicros() {
        return ProcessHandle.of(child.pid())
                .flatMap(process -> process.info().totalCpuDuration())
                .map(used -> used.toNanos() / 1e3)
                .orElse(Double.NaN);
    }

    boolean alive() {
        return ProcessHandle.of(child.pid()).map(ProcessHandle::isAlive).orElse(false);
    }

    Path log() {
        return scratch.path().resolve(name + ".log");
    }

    /** What its metrics say now. */
    Scrape scrape() throws IOException {
        try {
            URI page = URI.create("http://127.0.0.1:" + (port + 1) + "/metrics");
            return new Scrape(client.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString())
                    .body());
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", told);
        }
    }

    /** The bytes that each topic has in Kafka. */
    Map<String, Long> topicBytes() throws IOException {
        return LogSizes.byTopic(scratch.path().resolve(name).resolve("kafka"));
    }

    @Override
    public void close() throws IOException {
        child.close();
    }
}
