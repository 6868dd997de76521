package dev.centrifuge.ingest.edge;

import java.util.Locale;

/** Why the edge ends a connection by itself. Each refuses the request it concerns and everything after it. */
public enum Refusal {
    /** Not {@code METHOD SP /target SP HTTP/1.x}: also HTTP/0.9, absolute and authority form, the HTTP/2 preface. */
    REQUEST_LINE(400, "malformed request line"),
    VERSION(505, "only HTTP/1.0 and HTTP/1.1 are spoken here"),
    TARGET_TOO_LONG(414, "the request line is too long"),
    /** A line that ends without CR, a folded line, or a byte that no header may hold. */
    HEADER(400, "malformed header field"),
    HEAD_TOO_LARGE(431, "the header section is too large or has too many fields"),
    HOST(400, "exactly one valid Host header is needed"),
    /** Anything that two readers could frame differently: the stuff of request smuggling. */
    FRAMING(400, "ambiguous or malformed Content-Length or Transfer-Encoding"),
    BODY_TOO_LARGE(413, "the declared Content-Length is absurd"),
    CHUNK(400, "malformed chunked body"),
    EXPECTATION(417, "the only expectation known is 100-continue"),
    /** The head was here in time, the body was not. */
    SLOW_BODY(408, "the request body came too slowly"),
    /** The head did not come in time: no answer, since nobody asked anything yet. */
    SLOW_HEAD(0, ""),
    /** Over the cap of connections: closed as soon as it is accepted. */
    TOO_MANY_CONNECTIONS(0, ""),
    /** The client lets its answers pile up unread. */
    UNREAD_ANSWERS(0, "");

    private final int status;
    private final String detail;

    Refusal(int status, String detail) {
        this.status = status;
        this.detail = detail;
    }

    /** The HTTP status of the answer, or 0 where the connection is closed without one. */
    public int status() {
        return status;
    }

    /** For the answer's {@code detail}: fixed text, holds nothing the client sent. */
    public String detail() {
        return detail;
    }

    /** A word for a metric label. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
