package dev.centrifuge.config.files;

import dev.centrifuge.config.ConfigError;
import dev.centrifuge.config.SourceConfig;
import dev.centrifuge.config.check.IdRules;
import dev.centrifuge.config.check.Suggestion;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Which files of a directory are configuration:
 *
 * <pre>{@code
 * gateway.json            optional
 * sources/<id>.json       any number
 * destinations/<id>.json  any number
 * }</pre>
 *
 * A misspelt name must not switch something off without a word, so whatever looks like configuration and is none is an
 * error. Other files (keys, certificates, notes) may lie beside them. Names that begin with a dot belong to editors and
 * to Kubernetes, which keeps the real files of a ConfigMap in {@code ..data}.
 */
public final class Layout {
    private static final String GATEWAY = "gateway.json";
    private static final String SOURCES = "sources";
    private static final String DESTINATIONS = "destinations";

    private final Path root;
    private final Consumer<ConfigError> errors;

    /** @param errors is told what is wrong */
    public Layout(Path root, Consumer<ConfigError> errors) {
        this.root = root;
        this.errors = errors;
    }

    /** The gateway's file, whether it exists or not. */
    public Path gateway() {
        return root.resolve(GATEWAY);
    }

    /** Files of sources by id. */
    public Map<String, Path> sources() {
        Map<String, Path> files = byId(SOURCES);
        Path own = files.remove(SourceConfig.OWN);
        if (own != null) {
            error(own, '"' + SourceConfig.OWN + "\" is reserved for events of the gateway itself", "another name");
        }
        return files;
    }

    /** Files of destinations by id. */
    public Map<String, Path> destinations() {
        return byId(DESTINATIONS);
    }

    /** Reports what lies in the root and looks like a misspelt name. */
    public void strays() {
        for (Path entry : entries(root)) {
            String name = entry.getFileName().toString();
            if (Files.isDirectory(entry)) {
                boolean known = List.of(SOURCES, DESTINATIONS, "schema").contains(name);
                String hint = known ? "" : Suggestion.hint(name, List.of(SOURCES, DESTINATIONS));
                if (!hint.isEmpty()) {
                    error(entry, "is not a directory that is read" + hint, "sources, destinations");
                }
            } else if (json(entry) && !name.equals(GATEWAY)) {
                String hint = Suggestion.hint(name, List.of(GATEWAY));
                String expected = "gateway.json, sources/<id>.json or destinations/<id>.json";
                error(entry, "is not a file that is read" + hint, expected);
            }
        }
    }

    private Map<String, Path> byId(String directory) {
        Map<String, Path> files = new TreeMap<>();
        Path folder = root.resolve(directory);
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            error(folder, "is not a directory", "a directory of JSON files");
            return files;
        }
        entries(folder).stream().filter(Layout::json).forEach(file -> id(file).ifPresent(id -> files.put(id, file)));
        return files;
    }

    private Optional<String> id(Path file) {
        String name = file.getFileName().toString();
        String id = name.substring(0, name.length() - ".json".length());
        if (!name.endsWith(".json")) {
            error(file, "is not a file that is read", "a name that ends in .json");
            return Optional.empty();
        }
        if (!IdRules.valid(id)) {
            error(file, '"' + id + "\" is not an id", IdRules.EXPECTED);
            return Optional.empty();
        }
        return Optional.of(id);
    }

    private List<Path> entries(Path directory) {
        try {
            return list(directory);
        } catch (IOException e) {
            error(directory, FileReads.reason(e), "a readable directory");
            return List.of();
        }
    }

    /** What is not hidden, sorted; nothing if there is no such directory. */
    private static List<Path> list(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
            all.forEach(entries::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        entries.removeIf(entry -> entry.getFileName().toString().startsWith("."));
        entries.sort(null);
        return entries;
    }

    /**
     * Everything in {@code root} whose presence, name or content can change the outcome of a load; the secrets that its
     * files point to come on top.
     */
    public static List<Path> watched(Path root) {
        List<Path> watched = new ArrayList<>(listOrNothing(root));
        watched.addAll(listOrNothing(root.resolve(SOURCES)));
        watched.addAll(listOrNothing(root.resolve(DESTINATIONS)));
        watched.removeIf(file -> !json(file) && !Files.isDirectory(file));
        return watched;
    }

    private static List<Path> listOrNothing(Path directory) {
        try {
            return list(directory);
        } catch (IOException e) {
            // The load says what is wrong with it.
            return List.of();
        }
    }

    private void error(Path file, String wrong, String expected) {
        errors.accept(new ConfigError(file.toString(), "", wrong, expected));
    }

    /** Whether it is, or was meant to be, a file of configuration. */
    private static boolean json(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".json");
    }
}
