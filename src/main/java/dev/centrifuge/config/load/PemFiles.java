package dev.centrifuge.config.load;

import dev.centrifuge.config.files.FileReads;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Members that name PEM files. Their text becomes part of the configuration, so that a renewed certificate is a change
 * like any other: noticed, validated and applied while traffic flows.
 */
final class PemFiles {
    private PemFiles() {}

    /** The file's text; an empty one where it cannot be read, which is reported. */
    static String required(Fields in, String key, String expected) {
        in.required(key, expected);
        return optional(in, key, expected).orElse("");
    }

    static Optional<String> optional(Fields in, String key, String expected) {
        return Paths.beside(in, key).map(path -> text(in, key, path, expected));
    }

    private static String text(Fields in, String key, Path file, String expected) {
        try {
            return new String(in.document().reads().read(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            in.error(key, in.show(key) + " " + FileReads.reason(e), expected);
            return "";
        }
    }
}
