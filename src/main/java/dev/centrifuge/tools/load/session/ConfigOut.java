package dev.centrifuge.tools.load.session;

import dev.centrifuge.tools.sink.Sink;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** Writes what a gateway must know of the sinks into its configuration directory. */
final class ConfigOut {
    private ConfigOut() {}

    /**
     * A file a sink in {@code destinations}; and where there is no source at all, one with the write keys.
     *
     * @return what was written, for people
     */
    static List<Path> write(Path directory, List<Sink> sinks, List<String> keys) throws IOException {
        Path destinations = Files.createDirectories(directory.resolve("destinations"));
        Path sources = Files.createDirectories(directory.resolve("sources"));
        Stream.Builder<Path> written = Stream.builder();
        for (int i = 0; i < sinks.size(); i++) {
            JsonObject destination =
                    new JsonObject().put("url", sinks.get(i).url("/")).put("privateNetwork", true);
            written.add(write(destinations.resolve(SinkSettings.name(i) + ".json"), destination));
        }
        if (isEmpty(sources)) {
            written.add(write(sources.resolve("load.json"), new JsonObject().put("writeKeys", new JsonArray(keys))));
        }
        return written.build().toList();
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.noneMatch(file -> file.toString().endsWith(".json"));
        }
    }

    /** At once or not at all: a gateway may be watching. */
    private static Path write(Path file, JsonObject json) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(draft, json.encodePrettily() + "\n");
        return Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
