package dev.centrifuge.ingest.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * What lets pages of other origins send events and read the answers, errors included: an SDK that cannot read a 429
 * does not know to wait. Never with credentials: write keys travel in headers or bodies that the page sets itself.
 */
public final class Cors {

    private static final CharSequence EXPOSED = HttpHeaders.createOptimized("retry-after");
    private static final CharSequence METHODS = HttpHeaders.createOptimized("GET, POST");
    private static final CharSequence HEADERS =
            HttpHeaders.createOptimized("authorization, content-type, content-encoding, x-retry-count, traceparent, "
                    + "tracestate, ce-specversion, ce-id, ce-source, ce-type, ce-time, ce-subject, ce-dataschema, "
                    + "ce-partitionkey");
    /** A day; browsers cap it at two hours or less. */
    private static final CharSequence MAX_AGE = HttpHeaders.createOptimized("86400");

    private static final CharSequence VARY = HttpHeaders.createOptimized("origin");
    /** What routes that take events take. */
    static final CharSequence POST = HttpHeaders.createOptimized("POST, OPTIONS");
    /** What routes that only tell take. */
    static final CharSequence GET = HttpHeaders.createOptimized("GET, OPTIONS");

    /** Short: a changed URL reaches pages soon, and a page that is loaded again and again asks once. */
    private static final CharSequence FIVE_MINUTES = HttpHeaders.createOptimized("public, max-age=300");

    private Cors() {}

    /** Lets caches keep an answer that depends on the URL and on the page's origin only. */
    public static void cacheable(HttpServerResponse response) {
        response.putHeader(HttpHeaders.CACHE_CONTROL, FIVE_MINUTES);
        response.putHeader(HttpHeaders.VARY, VARY);
    }

    /** The headers of an answer to a page of an origin that may read it. */
    public static void allow(HttpServerResponse response, String origin) {
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        response.putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
        response.putHeader(HttpHeaders.VARY, VARY);
    }

    /**
     * Answers an OPTIONS request.
     *
     * @param origin the page's, where some source allows it; else null, and the browser will refuse
     * @param tells whether the route takes GET rather than POST
     */
    public static void preflight(HttpServerResponse response, @Nullable String origin, boolean tells) {
        response.setStatusCode(204);
        response.putHeader(HttpHeaders.ALLOW, tells ? GET : POST);
        if (origin != null) {
            allow(response, origin);
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS);
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, HEADERS);
            response.putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, MAX_AGE);
        }
        response.end();
    }
}
