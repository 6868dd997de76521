package dev.centrifuge.admin.console;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/**
 * A file as it is served.
 *
 * @param type for the header {@code content-type}
 * @param gzip the same as {@code plain}, compressed
 */
record Asset(String type, Buffer plain, Buffer gzip) {

    static Asset of(String name, byte[] content) {
        return new Asset(type(name), Buffer.buffer(content), Buffer.buffer(compress(content)));
    }

    private static String type(String name) {
        String ending = name.substring(name.lastIndexOf('.') + 1);
        return switch (ending) {
            case "html" -> "text/html; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            case "svg" -> "image/svg+xml";
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static byte[] compress(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** This page with the version of what it loads in place of {@code @}. */
    Asset versioned(String version) {
        String text = plain.toString(StandardCharsets.UTF_8).replace("/@/", "/" + version + "/");
        return new Asset(type, Buffer.buffer(text), Buffer.buffer(compress(text.getBytes(StandardCharsets.UTF_8))));
    }
}
