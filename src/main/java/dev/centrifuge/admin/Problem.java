package dev.centrifuge.admin;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/**
 * An error answer, as RFC 9457 {@code application/problem+json}.
 *
 * @param detail for people; holds nothing that the caller sent and nothing of the inside
 */
record Problem(int status, String title, String detail) {
    static final Problem MALFORMED = new Problem(400, "Bad Request", "the path is malformed");
    static final Problem NOT_FOUND = new Problem(404, "Not Found", "there is nothing at this path");
    static final Problem FAILED = new Problem(500, "Internal Server Error", "the request failed; the log says why");
    static final Problem NOT_ALLOWED = new Problem(405, "Method Not Allowed", "this path is for reading");
    static final Problem UNAUTHORIZED =
            new Problem(401, "Unauthorized", "send the admin token as: Authorization: Bearer <token>");
    static final Problem WRONG_HOST = new Problem(
            421,
            "Misdirected Request",
            "this port answers to localhost, 127.0.0.1 and [::1] with its own port, and to one Host header");
    static final Problem WRONG_ORIGIN =
            new Problem(403, "Forbidden", "pages of other origins may not use the admin port");

    /** Answers. The connection closes: what follows on it, such as a body that nobody reads, is not looked at. */
    void answer(HttpServerResponse response) {
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .end(new JsonObject()
                        .put("type", "about:blank")
                        .put("title", title)
                        .put("status", status)
                        .put("detail", detail)
                        .toBuffer());
    }
}
