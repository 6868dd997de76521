package dev.centrifuge.metrics.trace;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.zip.GZIPInputStream;

/** An OpenTelemetry collector on loopback that takes OTLP over HTTP, and understands as much of its protobuf as tests ask for. */
final class Collector implements AutoCloseable {
    final List<Span> spans = new CopyOnWriteArrayList<>();
    final List<String> services = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    /**
     * A span.
     *
     * @param kind 2 for a server, 3 for a client
     * @param links the traces that it is linked to
     * @param status 2 for an error, 0 for unset
     */
    record Span(
            String trace,
            String id,
            String parent,
            String name,
            long kind,
            long nanos,
            Map<String, String> attributes,
            List<String> links,
            long status) {}

    Collector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/otlp/v1/traces", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("content-encoding"));
            fields(
                    zipped ? new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes() : body,
                    (field, value) -> {
                        if (field == 1) {
                            resource((byte[]) value);
                        }
                    });
            exchange.getResponseHeaders().add("content-type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/otlp");
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void resource(byte[] message) {
        fields(message, (field, value) -> {
            if (field == 1) {
                Map<String, String> attributes = new TreeMap<>();
                fields((byte[]) value, (inner, attribute) -> attribute(attribute, attributes));
                services.add(String.valueOf(attributes.get("service.name")));
            } else if (field == 2) {
                fields((byte[]) value, (inner, span) -> {
                    if (inner == 2) {
                        spans.add(span((byte[]) span));
                    }
                });
            }
        });
    }

    private static Span span(byte[] message) {
        Map<Integer, Object> plain = new TreeMap<>();
        Map<String, String> attributes = new TreeMap<>();
        List<String> links = new ArrayList<>();
        long[] status = new long[1];
        fields(message, (field, value) -> {
            plain.put(field, value);
            if (field == 9) {
                attribute(value, attributes);
            } else if (field == 13) {
                fields((byte[]) value, (inner, id) -> {
                    if (inner == 1) {
                        links.add(hex(id));
                    }
                });
            } else if (field == 15) {
                fields((byte[]) value, (inner, code) -> status[0] = inner == 3 ? (long) code : status[0]);
            }
        });
        return new Span(
                hex(plain.get(1)),
                hex(plain.get(2)),
                hex(plain.getOrDefault(4, new byte[0])),
                new String((byte[]) plain.get(5), StandardCharsets.UTF_8),
                (long) plain.get(6),
                (long) plain.get(8) - (long) plain.get(7),
                attributes,
                links,
                status[0]);
    }

    /** A key and a value, which is text or a whole number here. */
    private static void attribute(Object message, Map<String, String> into) {
        if (!(message instanceof byte[] bytes)) {
            return;
        }
        String[] key = new String[1];
        fields(bytes, (field, value) -> {
            if (field == 1) {
                key[0] = new String((byte[]) value, StandardCharsets.UTF_8);
            } else {
                fields(
                        (byte[]) value,
                        (inner, any) -> into.put(
                                key[0],
                                any instanceof byte[] text
                                        ? new String(text, StandardCharsets.UTF_8)
                                        : any.toString()));
            }
        });
    }

    private static String hex(Object bytes) {
        return HexFormat.of().formatHex((byte[]) bytes);
    }

    /** Tells of each field: its bytes, or its number. */
    private static void fields(byte[] message, BiConsumer<Integer, Object> each) {
        ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            long tag = varint(in);
            Object value = switch ((int) (tag & 7)) {
                case 0 -> varint(in);
                case 1 -> in.getLong();
                case 5 -> (long) in.getInt();
                case 2 -> {
                    byte[] bytes = new byte[(int) varint(in)];
                    in.get(bytes);
                    yield bytes;
                }
                default -> throw new IllegalStateException("tag " + tag);
            };
            each.accept((int) (tag >>> 3), value);
        }
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
