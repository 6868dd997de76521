package dev.centrifuge.tools.bench;

import dev.centrifuge.tools.load.Pool;
import dev.centrifuge.tools.load.Template;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** What benchmarks send: the {@code track} of a web shop, as an SDK writes it, in 678 bytes. */
public final class Events {
    static final String WRITE_KEY = "bench-write-key";
    /** What is before the number in a message id. */
    public static final String ID_PREFIX = "bench-00000000-0000-4000-8000-";

    private static final int SIZE = 678;
    private static final String HOST = "127.0.0.1";
    private static final String AUTH = "authorization: Basic "
            + Base64.getEncoder().encodeToString((WRITE_KEY + ":").getBytes(StandardCharsets.UTF_8)) + "\r\n"
            + "content-type: application/json\r\n";

    private Events() {}

    /** An event with places for its number and its user. */
    public static String event() {
        String start = "{\"messageId\":\"" + ID_PREFIX + "{seq}\",\"type\":\"track\",\"event\":\"Order Completed\","
                + "\"userId\":\"user-{user}\",\"timestamp\":\"2026-01-01T12:00:00.000Z\","
                + "\"context\":{\"library\":{\"name\":\"analytics.js\",\"version\":\"2.11.1\"},"
                + "\"page\":{\"path\":\"/checkout/done\",\"referrer\":\"\",\"search\":\"\",\"title\":\"Thank you\","
                + "\"url\":\"https://shop.example/checkout/done\"},\"locale\":\"en-GB\",\"userAgent\":\"";
        String end = "\"},\"properties\":{\"orderId\":\"50314b8e9bcf\",\"total\":27.5,\"currency\":\"EUR\","
                + "\"products\":[{\"productId\":\"507f1f77bcf86cd7\",\"price\":19.0,\"quantity\":1},"
                + "{\"productId\":\"505bd76785ebb509\",\"price\":8.5,\"quantity\":1}]}}";
        int filled = start.length() - "{seq}".length() + 12 - "{user}".length() + 6 + end.length();
        return start + "M".repeat(SIZE - filled) + end;
    }

    /** One event a request. */
    static Template single(String path, long first) {
        return Template.post(HOST, path, AUTH, event(), 1, first);
    }

    static Template batch(int events, long first) {
        return Template.post(HOST, "/v1/batch", AUTH, batchBody(events), 1, first);
    }

    /** Compressed batches, {@code requests} different ones. */
    static Pool gzipBatches(int events, int requests) throws IOException {
        List<byte[]> all = new ArrayList<>();
        for (int request = 0; request < requests; request++) {
            all.add(gzipBatch(events, request));
        }
        return new Pool(all, events);
    }

    private static byte[] gzipBatch(int events, int request) throws IOException {
        String body = batchBody(events);
        StringBuilder filled = new StringBuilder();
        int from = 0;
        for (long seq = (long) request * events; seq < (request + 1L) * events; seq++) {
            int end = body.indexOf("{seq}", from);
            filled.append(body, from, end).append(String.format("%012d", seq));
            from = end + "{seq}".length();
        }
        String text = filled.append(body.substring(from)).toString().replace("{user}", String.format("%06d", request));
        ByteArrayOutputStream body64 = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(body64)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        String head = "POST /v1/batch HTTP/1.1\r\nhost: " + HOST + "\r\n" + AUTH
                + "content-encoding: gzip\r\ncontent-length: " + body64.size() + "\r\n\r\n";
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        whole.writeBytes(body64.toByteArray());
        return whole.toByteArray();
    }

    private static String batchBody(int events) {
        return "{\"batch\":[" + String.join(",", Collections.nCopies(events, event())) + "]}";
    }
}
