package dev.centrifuge.ingest.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a body is, by its route and its {@code Content-Type}. */
public enum BodyKind {
    SINGLE(false),
    BATCH(true),
    METRICS(false),
    PLAIN(true),
    CLOUD_EVENT(false),
    CLOUD_EVENTS(true),
    CLOUD_EVENT_BINARY(false);

    private static final CharSequence SPEC_VERSION = HttpHeaders.createOptimized("ce-specversion");

    private final boolean batch;

    BodyKind(boolean batch) {
        this.batch = batch;
    }

    /** Whether the limit of batches holds for it, not that of events. */
    public boolean isBatch() {
        return batch;
    }

    /** What a request to a route carries, or null where its type is not read there. */
    public static @Nullable BodyKind of(Route route, MultiMap headers) {
        String contentType = headers.get(HttpHeaders.CONTENT_TYPE);
        return switch (route.kind()) {
            case SINGLE -> isJson(contentType) ? SINGLE : null;
            case BATCH -> isJson(contentType) ? BATCH : null;
            case METRICS -> isJson(contentType) ? METRICS : null;
            case EVENTS -> event(contentType, headers);
        };
    }

    private static @Nullable BodyKind event(@Nullable String contentType, MultiMap headers) {
        String type = contentType == null ? "" : type(contentType);
        if (type.startsWith("application/cloudevents")) {
            if (!isUtf8(contentType)) {
                return null;
            }
            return switch (type) {
                case "application/cloudevents-batch+json" -> CLOUD_EVENTS;
                case "application/cloudevents+json" -> CLOUD_EVENT;
                default -> null;
            };
        }
        if (headers.contains(SPEC_VERSION)) {
            return CLOUD_EVENT_BINARY;
        }
        return isJson(contentType) ? PLAIN : null;
    }

    /**
     * Whether a body is to be read as JSON: it says so, or nothing; or it is plain text, which {@code sendBeacon} calls
     * it to do without a preflight; or a form, which RudderStack's SDK for Node calls its gzip.
     */
    private static boolean isJson(@Nullable String contentType) {
        if (contentType == null || contentType.equals("application/json")) {
            return true;
        }
        return switch (type(contentType)) {
            case "application/json", "text/json", "text/plain", "application/x-www-form-urlencoded" ->
                isUtf8(contentType);
            default -> false;
        };
    }

    private static String type(String contentType) {
        int semicolon = contentType.indexOf(';');
        return (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    private static boolean isUtf8(@Nullable String contentType) {
        if (contentType == null) {
            return true;
        }
        String lower = contentType.toLowerCase(Locale.ROOT);
        int at = lower.indexOf("charset=");
        if (at < 0) {
            return true;
        }
        String charset = lower.substring(at + 8).replace("\"", "").strip();
        return charset.startsWith("utf-8") || charset.startsWith("utf8") || charset.startsWith("us-ascii");
    }
}
