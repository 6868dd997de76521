package dev.centrifuge.config.load;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Members that are paths. */
final class Paths {
    private Paths() {}

    /** A path relative to the file it is written in, so that a directory of configuration may be moved. */
    static Optional<Path> beside(Fields in, String key) {
        return path(in, key, "a path relative to this file, or an absolute one")
                .map(path -> in.document().path().resolveSibling(path));
    }

    /** A path relative to the directory that the process was started in. */
    static Optional<Path> here(Fields in, String key) {
        return path(in, key, "a path relative to the working directory, or an absolute one");
    }

    private static Optional<Path> path(Fields in, String key, String expected) {
        String text = in.optionalText(key);
        if (text == null) {
            return Optional.empty();
        }
        try {
            if (!text.isEmpty()) {
                return Optional.of(Path.of(text));
            }
        } catch (InvalidPathException e) {
            // The same answer as for an empty one.
        }
        in.error(key, in.show(key) + " is not a path", expected);
        return Optional.empty();
    }
}
