package dev.centrifuge.config.load;

import dev.centrifuge.config.ConfigError;
import dev.centrifuge.config.Configuration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A directory of configuration to write into and to load. In JSON given here, {@code '} stands for {@code "}. Files appear
 * whole, so that who watches the directory sees each of them as it was written and no other.
 */
public final class ConfDir {
    public static final long HEAP = 100 << 20;

    private final Path root;
    private final Map<String, String> environment = new HashMap<>();

    public ConfDir(Path root) {
        this.root = root;
    }

    public Path root() {
        return root;
    }

    public ConfDir with(String file, String json) {
        return raw(file, json.replace('\'', '"'));
    }

    public ConfDir raw(String file, String text) {
        try {
            Path path = root.resolve(file);
            Path hidden = path.resolveSibling("." + path.getFileName() + ".new");
            Files.createDirectories(path.getParent());
            Files.writeString(hidden, text);
            Files.move(hidden, path, StandardCopyOption.ATOMIC_MOVE);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public ConfDir variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    public ConfigLoader loader() {
        return new ConfigLoader(environment, HEAP);
    }

    public Loaded load() {
        return loader().load(root);
    }

    public Configuration valid() {
        Loaded loaded = load();
        if (loaded instanceof Loaded.Valid valid) {
            return valid.configuration();
        }
        throw new AssertionError("refused: " + ((Loaded.Invalid) loaded).errors());
    }

    /** The errors' lines, without the directory. */
    public List<String> errors() {
        Loaded loaded = load();
        if (loaded instanceof Loaded.Invalid invalid) {
            String prefix = root + "/";
            return invalid.errors().stream()
                    .map(ConfigError::toString)
                    .map(line -> line.startsWith(prefix) ? line.substring(prefix.length()) : line)
                    .toList();
        }
        return List.of();
    }
}
