package dev.centrifuge.admin.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/**
 * An error answer, as RFC 9457 {@code application/problem+json}.
 *
 * @param detail for people; holds nothing of the inside, and of what the caller sent only names that were checked
 */
public record Problem(int status, String title, String detail) {
    public static final Problem MALFORMED = new Problem(400, "Bad Request", "the path is malformed");
    public static final Problem NOT_FOUND = new Problem(404, "Not Found", "there is nothing at this path");
    public static final Problem FAILED =
            new Problem(500, "Internal Server Error", "the request failed; the log says why");
    public static final Problem NOT_ALLOWED =
            new Problem(405, "Method Not Allowed", "this path does not take this method; the header Allow says which");
    public static final Problem UNAUTHORIZED =
            new Problem(401, "Unauthorized", "send the admin token as: Authorization: Bearer <token>");
    public static final Problem WRONG_HOST = new Problem(
            421,
            "Misdirected Request",
            "this port answers to localhost, 127.0.0.1 and [::1] with its own port, and to one Host header");
    public static final Problem WRONG_ORIGIN =
            new Problem(403, "Forbidden", "pages of other origins may not use the admin port");
    public static final Problem TOO_LARGE = new Problem(413, "Content Too Large", "the body may have 64 KiB");
    public static final Problem NOT_JSON =
            new Problem(415, "Unsupported Media Type", "send a JSON object with content-type: application/json");

    /** What the caller asks for makes no sense. */
    public static Problem bad(String detail) {
        return new Problem(400, "Bad Request", detail);
    }

    /** What the path names does not exist. */
    public static Problem missing(String detail) {
        return new Problem(404, "Not Found", detail);
    }

    /** What is asked does not fit how things stand. */
    public static Problem conflict(String detail) {
        return new Problem(409, "Conflict", detail);
    }

    /** It cannot be done now, but later. */
    public static Problem unavailable(String detail) {
        return new Problem(503, "Service Unavailable", detail);
    }

    /** This problem, to be thrown by an endpoint or to fail its future. */
    public Refusal refusal() {
        return new Refusal(this);
    }

    /** Answers. The connection closes: what follows on it, such as a body that nobody reads, is not looked at. */
    public void answer(HttpServerResponse response) {
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
