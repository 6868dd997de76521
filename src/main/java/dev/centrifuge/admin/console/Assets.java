package dev.centrifuge.admin.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The files of the console. All have one version, the digest of them all: their addresses hold it, so a browser keeps each for
 * as long as it likes, and modules may name each other without knowing it. Immutable.
 */
final class Assets {
    /** What is served, beside the page itself: a jar has no folders to list. */
    static final List<String> FILES = List.of(
            "api.js",
            "attempts.js",
            "destination.js",
            "dialog.js",
            "dom.js",
            "format.js",
            "icon.svg",
            "keys.js",
            "main.js",
            "page-audit.js",
            "page-config.js",
            "page-dead.js",
            "page-destination.js",
            "page-destinations.js",
            "page-events.js",
            "page-overview.js",
            "page-replays.js",
            "page-tail.js",
            "plot.js",
            "ring.js",
            "stream.js",
            "style.css",
            "table.js",
            "theme.js");

    static final String INDEX = "index.html";
    private static final String OURS = "/console/";
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
    private static final List<String> PLOTTING = List.of("uPlot.iife.min.js", "uPlot.min.css");

    private final Map<String, Asset> files = new TreeMap<>();
    private final String version;
    private final Asset index;

    Assets() {
        MessageDigest digest = sha256();
        FILES.forEach(name -> add(OURS, name, digest));
        PLOTTING.forEach(name -> add(UPLOT, name, digest));
        byte[] page = read(OURS + INDEX);
        digest.update(page);
        version = HexFormat.of().formatHex(digest.digest(), 0, 8);
        index = Asset.of(INDEX, page).versioned(version);
    }

    private void add(String folder, String name, MessageDigest digest) {
        byte[] content = read(folder + name);
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        digest.update(content);
        files.put(name, Asset.of(name, content));
    }

    /** Sixteen hexadecimal digits. */
    String version() {
        return version;
    }

    Asset index() {
        return index;
    }

    /** A file of the version that is served, or null. */
    @Nullable
    Asset file(String name) {
        return files.get(name);
    }

    private static byte[] read(String path) {
        try (InputStream in = Assets.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException(path + " is missing from the jar");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }
}
