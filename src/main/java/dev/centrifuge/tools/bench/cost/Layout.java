package dev.centrifuge.tools.bench.cost;

import dev.centrifuge.tools.bench.child.Scratch;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The sources and destinations of a gateway under test. A source's id is also its write key. */
final class Layout {
    private final Map<String, String> files = new LinkedHashMap<>();

    Layout source(String id) {
        files.put("sources/" + id + ".json", "{\"writeKeys\":[\"" + id + "\"]}");
        return this;
    }

    /** @param more further keys of the file, as in {@code "ordering":"key"}; empty for none */
    Layout destination(String id, String url, String... more) {
        StringBuilder text = new StringBuilder("{\"url\":\"" + url + "\",\"privateNetwork\":true");
        for (String each : more) {
            text.append(',').append(each);
        }
        files.put("destinations/" + id + ".json", text.append('}').toString());
        return this;
    }

    Map<String, String> files() {
        return files;
    }

    /**
     * Writes it with a {@code gateway.json}.
     *
     * @param port the first of four that are free
     * @param place in the scratch directory
     */
    void write(Scratch scratch, String name, int port, UnaryOperator<String> place) throws IOException {
        String kafka = scratch.path().resolve(place.apply("kafka")).toString();
        scratch.write(
                place.apply("conf/gateway.json"),
                "{\"ingest\":{\"port\":" + port + "},\"admin\":{\"port\":" + (port + 1) + "},\"node\":\"" + name + "\","
                        + "\"kafka\":{\"embedded\":{\"port\":" + (port + 2) + ",\"dir\":\"" + kafka + "\"}}}");
        for (Map.Entry<String, String> file : files.entrySet()) {
            scratch.write(place.apply("conf/" + file.getKey()), file.getValue());
        }
    }
}
