package dev.centrifuge.tools.sink;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a sink is to be.
 *
 * @param port 0 for any free one
 * @param mode how it behaves, as {@code name:key=value,…}, or the word path: as the first segment of each says
 * @param defaults settings for modes that leave them out
 * @param paths modes of paths: of all that start with the key, the longest key wins
 * @param secrets {@code whsec_…}: where there are any, a request must be signed with one of them
 * @param record where to write a line per event, or null
 * @param mostIds how many ids to remember per path, or {@link #NO_IDS} where the listener reads what it needs
 * @param seed of what the modes leave to chance
 * @param tls where to listen with TLS as well, or null
 * @param listener told about each request, on the sink's event loop: must be quick
 */
public record SinkOptions(
        String host,
        int port,
        String mode,
        Map<String, String> defaults,
        Map<String, String> paths,
        List<String> secrets,
        @Nullable Path record,
        int mostIds,
        long seed,
        @Nullable Tls tls,
        @Nullable Consumer<Arrival> listener) {

    /**
     * Another port, with TLS and HTTP/1.1, for the same paths, modes and counts.
     *
     * @param port 0 for any free one
     * @param cert a PEM file
     * @param key a PEM file, PKCS #8 without a password
     */
    public record Tls(int port, Path cert, Path key) {}

    /** Ids are not even read, so no event is counted either, only requests. */
    public static final int NO_IDS = -1;

    /** A sink on a free port of loopback that takes everything and remembers four million ids per path. */
    public static SinkOptions standard() {
        return new SinkOptions("127.0.0.1", 0, "ok", Map.of(), Map.of(), List.of(), null, 4_000_000, 1, null, null);
    }

    public SinkOptions withPort(int other) {
        return new SinkOptions(host, other, mode, defaults, paths, secrets, record, mostIds, seed, tls, listener);
    }

    public SinkOptions withMode(String other) {
        return new SinkOptions(host, port, other, defaults, paths, secrets, record, mostIds, seed, tls, listener);
    }

    public SinkOptions withPaths(Map<String, String> other) {
        return new SinkOptions(host, port, mode, defaults, other, secrets, record, mostIds, seed, tls, listener);
    }

    public SinkOptions withSecrets(List<String> other) {
        return new SinkOptions(host, port, mode, defaults, paths, other, record, mostIds, seed, tls, listener);
    }

    public SinkOptions withRecord(Path other) {
        return new SinkOptions(host, port, mode, defaults, paths, secrets, other, mostIds, seed, tls, listener);
    }

    public SinkOptions withListener(Consumer<Arrival> other) {
        return new SinkOptions(host, port, mode, defaults, paths, secrets, record, mostIds, seed, tls, other);
    }
}
