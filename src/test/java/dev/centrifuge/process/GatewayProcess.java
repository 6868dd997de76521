package dev.centrifuge.process;

import dev.centrifuge.Freeze;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * {@code java -jar target/centrifuge.jar serve}, on a directory of its own. Before it ends, however it does, its funnel has to
 * balance: whatever a test is about, this is tested along with it.
 */
public final class GatewayProcess implements AutoCloseable {
    public static final Path JAR = Path.of("target/centrifuge.jar").toAbsolutePath();

    /** It stops answering before it has ended. */
    private static final int ENDING_SECONDS = 10;

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final Path log;
    private final String ready;
    private final CompletableFuture<Long> endedAt;
    private boolean frozen;

    private GatewayProcess(Process process, Path log, String ready) {
        this.process = process;
        this.log = log;
        this.ready = ready;
        this.endedAt = process.onExit().thenApply(gone -> System.nanoTime());
    }

    /**
     * Starts it and waits until it is ready, or has died: the armed failpoint may come first.
     *
     * @param home holds {@code conf}; the broker's data goes there too
     * @param options for the JVM
     */
    public static GatewayProcess start(Path home, String... options) throws IOException {
        List<String> all = new ArrayList<>(ClassArchive.options());
        all.addAll(List.of(options));
        return launch(home, all);
    }

    /** As {@link #start}, on classes from the jar whatever there is. */
    static GatewayProcess launch(Path home, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseParallelGC",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.addAll(List.of("-jar", JAR.toString(), "serve", "--conf", "conf"));
        Path log = home.resolve("gateway.log");
        Process process = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        return new GatewayProcess(process, log, line == null ? "" : line);
    }

    public boolean isReady() {
        return ready.startsWith("ready ");
    }

    public String ingest() {
        return url("ingest=");
    }

    public String admin() {
        return url("admin=");
    }

    private String url(String name) {
        for (String word : ready.split(" ")) {
            if (word.startsWith(name)) {
                return word.substring(name.length());
            }
        }
        throw new AssertionError("not ready: " + ready + "\n" + log());
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** When it was seen to have ended, in {@link System#nanoTime}; waits for it. */
    long endedAt() {
        return endedAt.join();
    }

    public long pid() {
        return process.pid();
    }

    /** SIGKILL; returns when it is dead. */
    public void kill() throws InterruptedException {
        try {
            balance();
        } finally {
            process.destroyForcibly();
            process.waitFor();
        }
    }

    /** One that cannot be asked is not: that never was ready, that has ended or is about to, that is frozen. */
    private void balance() throws InterruptedException {
        if (!isReady() || !isAlive() || frozen) {
            return;
        }
        try {
            Asked.balanced(admin());
        } catch (IOException silent) {
            if (!process.waitFor(ENDING_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("it does not say whether its funnel balances\n" + log(), silent);
            }
        }
    }

    /** SIGTERM; the exit code, within 40 s. */
    public int terminate() throws InterruptedException {
        return terminate(Duration.ofSeconds(40));
    }

    /** SIGTERM; the exit code, within that time. */
    int terminate(Duration most) throws InterruptedException {
        try {
            balance();
        } finally {
            process.destroy();
        }
        if (!process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("still running after SIGTERM\n" + log());
        }
        return process.exitValue();
    }

    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }

    /** SIGSTOP: nothing of it runs, its connections stay open. */
    void freeze() throws IOException, InterruptedException {
        Freeze.stop(pid());
        frozen = true;
    }

    /** SIGCONT. */
    void thaw() throws IOException, InterruptedException {
        Freeze.end(pid());
        frozen = false;
    }

    /** The values of a metric's series whose labels contain the text, as the admin port tells them. */
    double[] metric(String name, String labels) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(admin() + "/metrics")).build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> line.contains(labels))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .toArray();
    }

    /** How many partitions of {@code events} it reads. */
    int partitions() throws IOException, InterruptedException {
        return metric("centrifuge_open_legs", "topic=\"centrifuge.events\"").length;
    }
}
