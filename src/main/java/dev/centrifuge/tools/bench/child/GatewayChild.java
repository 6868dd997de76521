package dev.centrifuge.tools.bench.child;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.centrifuge.time.Ticker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A gateway of its own for a benchmark, with an embedded broker. */
public final class GatewayChild implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(3);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** One for all: each client keeps its connection open, and the admin port takes 256. */
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public final Child child;
    /** Where it takes events. */
    public final int ingestPort;

    /** Where its broker listens. */
    public final int kafkaPort;

    /** Where it is watched and steered. */
    public final int adminPort;

    private final double readyMillis;

    private GatewayChild(Child child, int firstPort, double readyMillis) {
        this.child = child;
        this.ingestPort = firstPort;
        this.adminPort = firstPort + 1;
        this.kafkaPort = firstPort + 2;
        this.readyMillis = readyMillis;
    }

    /**
     * Starts it and waits until it takes traffic.
     *
     * @param name of its directory in {@code scratch}; the same name starts it again on the same data
     * @param destination where it delivers; null lets it only ingest
     */
    public static GatewayChild start(Scratch scratch, String name, List<String> jvm, @Nullable String destination)
            throws IOException {
        return start(scratch, name, jvm, destination, "");
    }

    /** @param more members of {@code gateway.json}, each with a comma behind it; empty for none */
    public static GatewayChild start(
            Scratch scratch, String name, List<String> jvm, @Nullable String destination, String more)
            throws IOException {
        return start(
                scratch,
                name,
                jvm,
                more,
                Map.of("bench", "{\"writeKeys\":[\"" + Events.WRITE_KEY + "\"]}"),
                destination == null
                        ? Map.of()
                        : Map.of("sink", "{\"url\":\"" + destination + "\",\"privateNetwork\":true}"));
    }

    /**
     * The same with any configuration.
     *
     * @param sources JSON by id
     * @param destinations JSON by id; with none it only ingests
     */
    public static GatewayChild start(
            Scratch scratch,
            String name,
            List<String> jvm,
            Map<String, String> sources,
            Map<String, String> destinations)
            throws IOException {
        return start(scratch, name, jvm, "", sources, destinations);
    }

    /**
     * The same with more in its {@code gateway.json}.
     *
     * @param more members, each with a comma behind it; empty for none
     */
    public static GatewayChild start(
            Scratch scratch,
            String name,
            List<String> jvm,
            String more,
            Map<String, String> sources,
            Map<String, String> destinations)
            throws IOException {
        // Ingest, admin, broker, and the broker's controller, which is the port after it.
        int port = Ports.free(4, new Random());
        configure(scratch, name, port, more, !destinations.isEmpty());
        for (Map.Entry<String, String> each : sources.entrySet()) {
            scratch.write(name + "/conf/sources/" + each.getKey() + ".json", each.getValue());
        }
        for (Map.Entry<String, String> each : destinations.entrySet()) {
            scratch.write(name + "/conf/destinations/" + each.getKey() + ".json", each.getValue());
        }
        Path conf = scratch.path().resolve(name).resolve("conf");
        Child child = Child.start(name, jvm, scratch.path(), "serve", "--conf", conf.toString());
        try {
            child.await("ready", START);
        } catch (IOException failed) {
            child.close();
            throw failed;
        }
        double millis = (Ticker.system().nanos() - child.launched()) / 1e6;
        return new GatewayChild(child, port, millis);
    }

    private static void configure(Scratch scratch, String name, int port, String more, boolean dispatches)
            throws IOException {
        Path data = scratch.path().resolve(name).resolve("kafka");
        String roles = dispatches ? "[\"ingest\",\"dispatch\"]" : "[\"ingest\"]";
        scratch.write(
                name + "/conf/gateway.json",
                "{" + more + "\"ingest\":{\"port\":" + port + "},\"admin\":{\"port\":" + (port + 1) + "},"
                        + "\"kafka\":{\"embedded\":{\"port\":" + (port + 2) + ",\"dir\":\"" + data + "\"}},"
                        + "\"roles\":" + roles + "}");
    }

    /** From the launch of its JVM to its line {@code ready}. */
    public double readyMillis() {
        return readyMillis;
    }

    /** Of its process. */
    public long pid() {
        return child.pid();
    }

    /** What it has used so far. */
    public Cpu cpu() {
        return Cpu.of(child.pid());
    }

    /** Whether it says of itself that a post would succeed. */
    public boolean healthy() throws IOException {
        return admin("/health/ready").statusCode() == 200;
    }

    /** What it says of itself, as Prometheus text. */
    public String metrics() throws IOException {
        return admin("/metrics").body();
    }

    private HttpResponse<String> admin(String path) throws IOException {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + path))
                    .build();
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", told);
        }
    }

    /** @throws IOException also where its funnel does not balance: then nobody knows what was measured */
    @Override
    public void close() throws IOException {
        try (child) {
            if (child.isAlive()) {
                balance();
            }
        }
    }

    private void balance() throws IOException {
        List<String> faults;
        try {
            faults = FunnelBalance.faults(this::json);
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", told);
        }
        if (!faults.isEmpty()) {
            throw new IOException("the funnel does not balance: " + String.join("; ", faults));
        }
    }

    private JsonNode json(String path) throws IOException {
        HttpResponse<String> answer = admin(path);
        if (answer.statusCode() != 200) {
            throw new IOException(path + " was answered " + answer.statusCode());
        }
        return JSON.readTree(answer.body());
    }
}
