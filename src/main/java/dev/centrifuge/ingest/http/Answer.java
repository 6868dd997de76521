package dev.centrifuge.ingest.http;

import dev.centrifuge.event.Rejected;
import dev.centrifuge.ingest.intake.Refusal;
import dev.centrifuge.ingest.json.JsonText;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer, ready to be written as often as needed: those that do not depend on the request are made once.
 *
 * <p>Errors are problems by RFC 9457, of the type {@code about:blank}: their status says all that a program needs.
 */
public final class Answer {

    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence PROBLEM = HttpHeaders.createOptimized("application/problem+json");
    private static final CharSequence AUTHENTICATE = HttpHeaders.createOptimized("www-authenticate");
    /** Not Basic, which makes browsers ask people for a password. */
    private static final CharSequence CHALLENGE = HttpHeaders.createOptimized("Bearer realm=\"centrifuge\"");

    public static final Answer SUCCESS = new Answer(200, "", JSON, "{\"success\":true}", 0);
    public static final Answer NOT_FOUND = problem(404, "not_found", "there is no such route", 0);
    public static final Answer METHOD = problem(405, "method", "this route takes POST", 0);
    public static final Answer NOT_GET = problem(405, "method", "this route takes GET", 0);
    public static final Answer NO_PROJECT = problem(404, "not_found", "there is no project with this write key", 0);
    public static final Answer NO_HOST = of(Refusal.invalid("the Host header does not say how you reach the gateway"));
    public static final Answer UNAUTHORIZED = problem(401, "unauthorized", "the write key is missing or unknown", 0);
    /** What a source that is over its rate gets: SDKs wait for it longest, without counting it as a failure. */
    public static final Answer DISABLED = problem(429, "disabled", "the source is disabled; try again", 60);

    public static final Answer TYPE = of(Refusal.unsupported("this route does not read this content type"));
    public static final Answer CODING = of(Refusal.unsupported("the only content encoding is gzip, once"));
    public static final Answer GZIP = of(Refusal.invalid("the body is not valid gzip"));
    /** The gateway has as much in flight as it may. */
    public static final Answer BUSY = problem(503, "overload", "the gateway is at its limit; try again", 1);
    /** The log does not take, or did not take in time. */
    public static final Answer UNAVAILABLE =
            problem(503, "unavailable", "the event log does not acknowledge in time; try again", 2);

    public static final Answer DRAINING = problem(503, "draining", "the gateway is shutting down; try again", 1);
    public static final Answer FAILED = problem(500, "internal", "the gateway failed on this request", 0);

    private final int status;
    private final String reason;
    private final CharSequence contentType;
    private final Buffer body;
    private final CharSequence length;
    private final @Nullable CharSequence retryAfter;

    private Answer(int status, String reason, CharSequence contentType, String body, long retryAfter) {
        this.status = status;
        this.reason = reason;
        this.contentType = contentType;
        this.body = Buffer.buffer(body);
        this.length = HttpHeaders.createOptimized(Integer.toString(this.body.length()));
        this.retryAfter = retryAfter == 0 ? null : HttpHeaders.createOptimized(Long.toString(retryAfter));
    }

    /** The source is over its rate; try again after some nanoseconds. */
    public static Answer overRate(long waitNanos) {
        long seconds = Math.max(1, (waitNanos + 999_999_999L) / 1_000_000_000L);
        return problem(429, "rate", "the source is over its rate", seconds);
    }

    /** What was asked for. */
    public static Answer json(String body) {
        return new Answer(200, "", JSON, body, 0);
    }

    public static Answer of(Refusal refusal) {
        StringBuilder body = start(refusal.status(), refusal.detail());
        if (!refusal.errors().isEmpty()) {
            body.append(",\"errors\":[");
            for (Refusal.EventError error : refusal.errors()) {
                element(body, error.index(), error.reason());
            }
            body.append(']');
        }
        return new Answer(
                refusal.status(), refusal.reason(), PROBLEM, body.append('}').toString(), 0);
    }

    /** Some of a batch was accepted. */
    public static Answer partial(int accepted, List<Rejected> rejected) {
        StringBuilder body = new StringBuilder("{\"success\":true,\"accepted\":").append(accepted);
        body.append(",\"rejected\":[");
        for (Rejected event : rejected) {
            element(body, event.index(), event.reason());
        }
        return new Answer(200, "", JSON, body.append("]}").toString(), 0);
    }

    private static void element(StringBuilder body, int index, String reason) {
        if (body.charAt(body.length() - 1) != '[') {
            body.append(',');
        }
        body.append("{\"index\":").append(index).append(",\"reason\":");
        JsonText.quote(body, reason);
        body.append('}');
    }

    private static Answer problem(int status, String reason, String detail, long retryAfter) {
        return new Answer(
                status, reason, PROBLEM, start(status, detail).append('}').toString(), retryAfter);
    }

    private static StringBuilder start(int status, String detail) {
        StringBuilder body = new StringBuilder("{\"type\":\"about:blank\",\"title\":\"");
        body.append(HttpResponseStatus.valueOf(status).reasonPhrase());
        body.append("\",\"status\":").append(status).append(",\"detail\":");
        JsonText.quote(body, detail);
        return body;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The word that metrics count it by. */
    public String reason() {
        return reason;
    }

    /** Its body. */
    public String text() {
        return body.toString();
    }

    public void write(HttpServerResponse response) {
        if (status != 200) {
            response.setStatusCode(status);
            failure(response);
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, contentType);
        response.putHeader(HttpHeaders.CONTENT_LENGTH, length);
        response.end(body);
    }

    private void failure(HttpServerResponse response) {
        if (retryAfter != null) {
            response.putHeader(HttpHeaders.RETRY_AFTER, retryAfter);
        }
        if (status == 405) {
            response.putHeader(HttpHeaders.ALLOW, this == NOT_GET ? Cors.GET : Cors.POST);
        }
        if (status == 401) {
            response.putHeader(AUTHENTICATE, CHALLENGE);
        }
    }
}
