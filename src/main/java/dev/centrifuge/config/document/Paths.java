package dev.centrifuge.config.document;

import dev.centrifuge.config.files.FileReads;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Members that are paths, or URLs. */
public final class Paths {
    /** Stands in for a URL that is missing or wrong, so that everything else is checked; that error is reported. */
    public static final URI NOWHERE = URI.create("https://nowhere.invalid/");

    private Paths() {}

    /** A path relative to the file it is written in, so that a directory of configuration may be moved. */
    public static Optional<Path> beside(Fields in, String key) {
        return path(in, key, "a path relative to this file, or an absolute one")
                .map(path -> in.document().path().resolveSibling(path));
    }

    /** A path relative to the directory that the process was started in. */
    public static Optional<Path> here(Fields in, String key) {
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

    /** The file's text; an empty one where it cannot be read, which is reported. */
    public static String requiredPem(Fields in, String key, String expected) {
        in.required(key, expected);
        return pem(in, key, expected).orElse("");
    }

    /**
     * The text of a PEM file. It becomes part of the configuration, so that a renewed certificate is a change like any other:
     * noticed, validated and applied while traffic flows.
     */
    public static Optional<String> pem(Fields in, String key, String expected) {
        return beside(in, key).map(path -> text(in, key, path, expected));
    }

    private static String text(Fields in, String key, Path file, String expected) {
        try {
            return new String(in.document().reads().read(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            in.error(key, in.show(key) + " " + FileReads.reason(e), expected);
            return "";
        }
    }

    /** @param what the URL is, to tell where it is missing */
    public static URI requiredUrl(Fields in, String key, String what) {
        in.required(key, what);
        return url(in, key);
    }

    public static URI url(Fields in, String key) {
        return url(in, key, in.text(key, NOWHERE.toString()));
    }

    /** @param text what is left of the member's, where some of it is no part of a URL */
    public static URI url(Fields in, String key, String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            // Its message repeats the text, which may hold a password.
            in.error(key, "is not a URL (" + e.getReason() + ")", "an absolute http or https URL");
            return NOWHERE;
        }
    }
}
