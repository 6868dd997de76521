package dev.centrifuge.tools.load.body;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Request heads up to the value of {@code content-length}, one for each source and route. Immutable. */
final class Heads {
    static final byte[] BLANK_LINE = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** By source. */
    private final List<Map<Call, byte[]>> singles = new ArrayList<>();

    private final List<byte[]> batches = new ArrayList<>();

    Heads(BodyOptions options) {
        for (int source = 0; source < options.keys().size(); source++) {
            Map<Call, byte[]> ofSource = new EnumMap<>(Call.class);
            for (Call call : Call.values()) {
                ofSource.put(call, head(options, source, "/v1/" + call.word()));
            }
            singles.add(ofSource);
            batches.add(head(options, source, "/v1/batch"));
        }
    }

    byte[] single(int source, Call call) {
        return Objects.requireNonNull(singles.get(source).get(call));
    }

    byte[] batch(int source) {
        return batches.get(source);
    }

    private static byte[] head(BodyOptions options, int source, String route) {
        String key = options.keys().get(source) + ":";
        return ("POST " + (options.path().isEmpty() ? route : options.path()) + " HTTP/1.1\r\nhost: " + options.host()
                        + "\r\nauthorization: Basic "
                        + Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.US_ASCII))
                        + "\r\ncontent-type: application/json\r\n"
                        + (options.gzip() ? "content-encoding: gzip\r\n" : "") + "content-length: ")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
