package dev.centrifuge.tools.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A temporary directory with the demo's configuration and data, which may be edited while it runs. */
public final class DemoDirectory {
    private static final int KAFKA_PORT = 19092;

    private final Path root;

    private DemoDirectory(Path root) {
        this.root = root;
    }

    /**
     * Writes the configuration. Well-known ports where they are free, any others where not.
     *
     * @param sink the URL of the sink, without a path
     */
    public static DemoDirectory create(String sink) throws IOException {
        DemoDirectory directory = new DemoDirectory(Files.createTempDirectory("centrifuge-demo"));
        Files.createDirectories(directory.conf().resolve("sources"));
        Files.createDirectories(directory.conf().resolve("destinations"));
        directory.write("gateway.json", """
                { "ingest": { "port": %d }, "admin": { "port": %d },
                  "kafka": { "embedded": { "port": %d, "dir": "%s" } } }
                """.formatted(
                        freeOr(8080, 0), freeOr(8081, 0), kafkaPort(), directory.root.resolve("kafka")));
        directory.write("sources/web.json", "{ \"writeKeys\": [ \"demo-write-key\" ] }\n");
        for (String id : List.of("healthy", "flaky", "slow")) {
            directory.write(
                    "destinations/" + id + ".json",
                    "{ \"url\": \"%s/%s\", \"sources\": [ \"web\" ], \"privateNetwork\": true }%n".formatted(sink, id));
        }
        return directory;
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(conf().resolve(file), text);
    }

    private static int freeOr(int wanted, int otherwise) {
        return isFree(wanted) ? wanted : otherwise;
    }

    private static int kafkaPort() {
        int port = KAFKA_PORT;
        while (!isFree(port) || !isFree(port + 1)) {
            port += 2;
        }
        return port;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    /** The directory that {@code --conf} would name. */
    public Path conf() {
        return root.resolve("conf");
    }

    /** Where to look and what to try. */
    public List<String> explain(String ingest, String admin) {
        return List.of(
                "",
                "  Send an event:      curl -u demo-write-key: " + ingest + "/v1/track \\",
                "                        -H 'content-type: application/json' \\",
                "                        -d '{\"userId\":\"me\",\"event\":\"Tried It\"}'",
                "  Console:            " + admin + "/ (metrics: /metrics, health: /health/ready)",
                "  Configuration:      " + conf() + " (edit it: changes apply while it runs)",
                "");
    }

    /** Removes all of it. */
    public void delete() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.deleteIfExists(file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
