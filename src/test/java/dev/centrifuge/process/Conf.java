package dev.centrifuge.process;

import dev.centrifuge.embedded.PortPairs;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The directory {@code conf} of a gateway's home: any free ports, four partitions, and one source, {@code web}, with the
 * key {@code key}.
 */
public final class Conf {
    private final Path directory;
    private final JsonObject kafka = new JsonObject();
    private final JsonObject gateway = new JsonObject()
            .put("ingest", new JsonObject().put("port", 0))
            .put("admin", new JsonObject().put("port", 0))
            .put("topics", new JsonObject().put("partitions", 4))
            .put("kafka", kafka);
    private final Map<String, JsonObject> sources = new LinkedHashMap<>();
    private final Map<String, JsonObject> destinations = new LinkedHashMap<>();

    private Conf(Path home) {
        directory = home.resolve("conf");
        source("web", "key");
    }

    /** With the embedded broker, whose data are in {@code kafka} there. */
    public static Conf embedded(Path home) {
        return embedded(home, Path.of("kafka"));
    }

    /** With the embedded broker, on free ports. */
    public static Conf embedded(Path home, Path data) {
        Conf conf = new Conf(home);
        conf.kafka.put(
                "embedded", new JsonObject().put("port", PortPairs.take()).put("dir", data.toString()));
        return conf;
    }

    /** The embedded broker forces to disk what it acknowledges. */
    Conf sync() {
        kafka.getJsonObject("embedded").put("sync", true);
        return this;
    }

    /** With Kafka somewhere else, so that gateways are members of a group. */
    public static Conf cluster(Path home, String bootstrap) {
        Conf conf = new Conf(home);
        conf.kafka.put("bootstrap", bootstrap);
        return conf;
    }

    /** Where Kafka is. */
    public String bootstrap() {
        JsonObject embedded = kafka.getJsonObject("embedded");
        return embedded == null ? kafka.getString("bootstrap") : "127.0.0.1:" + embedded.getInteger("port");
    }

    /** Copies of each partition. */
    Conf replication(int copies) {
        gateway.getJsonObject("topics").put("replication", copies);
        return this;
    }

    /** A stable name among several. */
    public Conf node(String name) {
        gateway.put("node", name);
        return this;
    }

    /** One of {@code kafka.properties}. */
    public Conf property(String name, String value) {
        JsonObject properties = kafka.getJsonObject("properties", new JsonObject());
        kafka.put("properties", properties.put(name, value));
        return this;
    }

    /** The ingest port speaks TLS; the files are relative to the directory. */
    Conf tls(String cert, String key) {
        gateway.getJsonObject("ingest")
                .put("tls", new JsonObject().put("cert", cert).put("key", key));
        return this;
    }

    /** A member of {@code gateway.json}. */
    Conf gateway(String key, JsonObject value) {
        gateway.put(key, value);
        return this;
    }

    public Conf source(String id, String key) {
        sources.put(id, new JsonObject().put("writeKeys", new JsonArray().add(key)));
        return this;
    }

    /** A destination of every source. */
    public Conf destination(String id, String url) {
        return destination(id, url, new JsonObject());
    }

    /** @param settings what the file says beside the URL */
    public Conf destination(String id, String url, JsonObject settings) {
        destinations.put(
                id, new JsonObject().put("url", url).put("privateNetwork", true).mergeIn(settings));
        return this;
    }

    /** Writes all of it. */
    public Conf write() throws IOException {
        Files.createDirectories(directory.resolve("sources"));
        Files.createDirectories(directory.resolve("destinations"));
        Files.writeString(directory.resolve("gateway.json"), gateway.encodePrettily());
        for (Map.Entry<String, JsonObject> source : sources.entrySet()) {
            Files.writeString(
                    directory.resolve("sources/" + source.getKey() + ".json"),
                    source.getValue().encodePrettily());
        }
        for (String id : destinations.keySet()) {
            write(id, destinations.get(id).encodePrettily());
        }
        return this;
    }

    /**
     * Writes a destination's file as it is told, valid or not. At once: a gateway that looks every few milliseconds would
     * take a file between being emptied and being written for a change of its own.
     */
    void write(String id, String text) throws IOException {
        Path hidden = directory.resolve("destinations/." + id);
        Files.writeString(hidden, text);
        Files.move(hidden, directory.resolve("destinations/" + id + ".json"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** What {@link #write} writes of a destination. */
    JsonObject destination(String id) {
        return destinations.get(id);
    }
}
