package dev.centrifuge.ingest.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a body is encoded. Only what {@code Content-Encoding} says counts, never what the first bytes look like; and one
 * coding is enough.
 */
public enum ContentCoding {
    IDENTITY,
    GZIP;

    /** The coding of a request, or null where it is unknown or more than one. */
    public static @Nullable ContentCoding of(MultiMap headers) {
        String coding = headers.get(HttpHeaders.CONTENT_ENCODING);
        if (coding == null) {
            return IDENTITY;
        }
        if (headers.getAll(HttpHeaders.CONTENT_ENCODING).size() > 1) {
            return null;
        }
        return switch (coding.strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> IDENTITY;
            case "gzip", "x-gzip" -> GZIP;
            default -> null;
        };
    }
}
