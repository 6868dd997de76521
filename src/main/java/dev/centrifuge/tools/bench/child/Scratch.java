package dev.centrifuge.tools.bench.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A benchmark's directory: configurations, logs, Kafka's data. Deleted at the end, for it grows by gigabytes. */
public final class Scratch implements AutoCloseable {
    private final Path directory;
    private final boolean keep;

    private Scratch(Path directory, boolean keep) {
        this.directory = directory;
        this.keep = keep;
    }

    /** @param parent where to make it; null for the system's place for temporary files */
    public static Scratch open(@Nullable Path parent, boolean keep) throws IOException {
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Path directory = parent == null
                ? Files.createTempDirectory("centrifuge-bench")
                : Files.createTempDirectory(parent, "centrifuge-bench");
        return new Scratch(directory, keep);
    }

    public Path path() {
        return directory;
    }

    public Path write(String file, String text) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text);
    }

    @Override
    public void close() throws IOException {
        if (!keep) {
            delete(directory);
        }
    }

    static void delete(Path directory) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(directory)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.deleteIfExists(each);
        }
    }
}
