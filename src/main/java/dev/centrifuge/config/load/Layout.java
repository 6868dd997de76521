package dev.centrifuge.config.load;

import dev.centrifuge.config.check.IdRules;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

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
final class Layout {
    private static final String GATEWAY = "gateway.json";
    private static final String SOURCES = "sources";
    private static final String DESTINATIONS = "destinations";

    private final Path root;
    private final Problems problems;

    Layout(Path root, Problems problems) {
        this.root = root;
        this.problems = problems;
    }

    /** The gateway's file, whether it exists or not. */
    Path gateway() {
        return root.resolve(GATEWAY);
    }

    /** Files of sources by id. */
    Map<String, Path> sources() {
        return byId(SOURCES);
    }

    /** Files of destinations by id. */
    Map<String, Path> destinations() {
        return byId(DESTINATIONS);
    }

    /** Reports what lies in the root and looks like a misspelt name. */
    void strays() {
        for (Path entry : entries(root)) {
            String name = entry.getFileName().toString();
            if (Files.isDirectory(entry)) {
                boolean known = List.of(SOURCES, DESTINATIONS, "schema").contains(name);
                String hint = known ? "" : Suggestion.hint(name, List.of(SOURCES, DESTINATIONS));
                if (!hint.isEmpty()) {
                    problems.add(
                            entry.toString(), "", "is not a directory that is read" + hint, "sources, destinations");
                }
            } else if (json(name) && !name.equals(GATEWAY)) {
                String hint = Suggestion.hint(name, List.of(GATEWAY));
                String expected = "gateway.json, sources/<id>.json or destinations/<id>.json";
                problems.add(entry.toString(), "", "is not a file that is read" + hint, expected);
            }
        }
    }

    private Map<String, Path> byId(String directory) {
        Map<String, Path> files = new TreeMap<>();
        Path folder = root.resolve(directory);
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            problems.add(folder.toString(), "", "is not a directory", "a directory of JSON files");
            return files;
        }
        for (Path entry : entries(folder)) {
            String name = entry.getFileName().toString();
            if (!json(name)) {
                continue;
            }
            String id = name.substring(0, name.length() - ".json".length());
            if (!name.endsWith(".json")) {
                problems.add(entry.toString(), "", "is not a file that is read", "a name that ends in .json");
            } else if (!IdRules.valid(id)) {
                problems.add(entry.toString(), "", '"' + id + "\" is not an id", IdRules.EXPECTED);
            } else {
                files.put(id, entry);
            }
        }
        return files;
    }

    private List<Path> entries(Path directory) {
        try {
            return list(directory);
        } catch (IOException e) {
            problems.add(directory.toString(), "", FileReads.reason(e), "a readable directory");
            return List.of();
        }
    }

    /** What is not hidden, sorted; nothing if there is no such directory. */
    static List<Path> list(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        List<Path> entries = new java.util.ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
            all.forEach(entries::add);
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
        entries.removeIf(entry -> entry.getFileName().toString().startsWith("."));
        entries.sort(null);
        return entries;
    }

    private static boolean json(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(".json");
    }
}
