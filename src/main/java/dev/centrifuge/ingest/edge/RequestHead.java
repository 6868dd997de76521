package dev.centrifuge.ingest.edge;

import dev.centrifuge.ingest.edge.HeaderNames.HeaderName;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The head of one request, line by line; what it says about its body and the connection; and what is wrong with it.
 * No two readings: whatever RFC 9112 lets a recipient repair, skip or guess is refused, since somebody in front of us may
 * have guessed otherwise.
 *
 * <p>One instance serves a connection's requests one after the other, on its event loop.
 */
final class RequestHead {

    /** What {@link #bodyLength} says of a chunked body. */
    static final long CHUNKED = -1;

    private static final int MAX_METHOD = 24;
    private static final AsciiString CHUNKED_CODING = AsciiString.cached("chunked");
    private static final AsciiString CONTINUE = AsciiString.cached("100-continue");

    private final EdgeLimits limits;
    private final HeaderNames names;

    private @Nullable DefaultHttpRequest request;
    private int size;
    private int fields;
    private int hash;
    private int hosts;
    private int codings;
    private int lengths;
    private long length;
    private boolean http10;
    private boolean close;
    private boolean keepAlive;
    private boolean expectsContinue;

    RequestHead(EdgeLimits limits, HeaderNames names) {
        this.limits = limits;
        this.names = names;
    }

    /** Whether the request line is there. */
    boolean begun() {
        return request != null;
    }

    /** The bytes the next line may have without its CRLF. */
    int room() {
        return request == null ? limits.maxLine() : fieldRoom();
    }

    /** The bytes the next header or trailer line may have without its CRLF. */
    int fieldRoom() {
        return Math.max(0, limits.maxHead() - size - 2);
    }

    /** What is wrong with a line that is longer than {@link #room}. */
    Refusal tooLong() {
        return request == null ? Refusal.TARGET_TOO_LONG : Refusal.HEAD_TOO_LARGE;
    }

    /** How many bytes of body follow, or {@link #CHUNKED}. */
    long bodyLength() {
        return codings > 0 ? CHUNKED : length;
    }

    /** Whether the client wants the connection closed after the answer. */
    boolean last() {
        return close || (http10 && !keepAlive);
    }

    boolean expectsContinue() {
        return expectsContinue;
    }

    /** Takes the request line. */
    @Nullable
    Refusal requestLine(byte[] line, int to) {
        int method = method(line, to);
        int target = method + 1;
        int space = to - 9;
        if (method == 0 || space <= target || line[space] != ' ' || line[target] != '/') {
            return Refusal.REQUEST_LINE;
        }
        if (!Grammar.target(line, target, space)) {
            return Refusal.REQUEST_LINE;
        }
        HttpVersion version = version(line, space + 1);
        if (version == null) {
            return versionLike(line, space + 1) ? Refusal.VERSION : Refusal.REQUEST_LINE;
        }
        http10 = version.minorVersion() == 0;
        String uri = new String(line, target, space - target, StandardCharsets.ISO_8859_1);
        request = new DefaultHttpRequest(version, method(line, 0, method), uri, VertxHook.headers());
        return null;
    }

    /** The length of the method; 0 where there is none, or it is not all capitals, or no space follows. */
    private static int method(byte[] line, int to) {
        int end = 0;
        int most = Math.min(to, MAX_METHOD);
        while (end < most && (capital(line[end]) || line[end] == '-')) {
            end++;
        }
        return end < to && line[end] == ' ' ? end : 0;
    }

    private static boolean capital(byte b) {
        return b >= 'A' && b <= 'Z';
    }

    private static HttpMethod method(byte[] line, int from, int to) {
        if (to == 4 && line[0] == 'P' && line[1] == 'O' && line[2] == 'S' && line[3] == 'T') {
            return HttpMethod.POST;
        }
        return HttpMethod.valueOf(new String(line, from, to - from, StandardCharsets.ISO_8859_1));
    }

    private static @Nullable HttpVersion version(byte[] line, int at) {
        if (!versionLike(line, at) || line[at + 5] != '1') {
            return null;
        }
        return switch (line[at + 7]) {
            case '1' -> HttpVersion.HTTP_1_1;
            case '0' -> HttpVersion.HTTP_1_0;
            default -> null;
        };
    }

    /** {@code HTTP/d.d}; the caller knows that there are eight bytes. */
    private static boolean versionLike(byte[] line, int at) {
        return line[at] == 'H'
                && line[at + 1] == 'T'
                && line[at + 2] == 'T'
                && line[at + 3] == 'P'
                && line[at + 4] == '/'
                && digit(line[at + 5])
                && line[at + 6] == '.'
                && digit(line[at + 7]);
    }

    private static boolean digit(byte b) {
        return b >= '0' && b <= '9';
    }

    /** Takes a header line, which is not empty. */
    @Nullable
    Refusal field(byte[] line, int to) {
        int colon = name(line, to);
        if (!counted(to)) {
            return Refusal.HEAD_TOO_LARGE;
        }
        int from = skipBlank(line, colon + 1, to);
        int end = trimBlank(line, from, to);
        if (colon == 0 || !Grammar.value(line, from, end)) {
            return Refusal.HEADER;
        }
        return field(names.of(line, colon, hash), line, from, end);
    }

    /** Takes a line of the trailer section: it must be well-formed, and is forgotten. */
    @Nullable
    Refusal trailer(byte[] line, int to) {
        int colon = name(line, to);
        if (!counted(to)) {
            return Refusal.HEAD_TOO_LARGE;
        }
        return colon == 0 || !Grammar.value(line, colon + 1, to) ? Refusal.CHUNK : null;
    }

    private boolean counted(int to) {
        size += to + 2;
        return ++fields <= limits.maxFields();
    }

    /** The length of the name; 0 where there is none, something else than a colon follows, or the line is folded. */
    private int name(byte[] line, int to) {
        int code = 0;
        int colon = 0;
        while (colon < to && Grammar.token(line[colon])) {
            code = 31 * code + line[colon++];
        }
        hash = code;
        return colon < to && line[colon] == ':' ? colon : 0;
    }

    private static int skipBlank(byte[] line, int from, int to) {
        int at = from;
        while (at < to && blank(line[at])) {
            at++;
        }
        return at;
    }

    private static int trimBlank(byte[] line, int from, int to) {
        int at = to;
        while (at > from && blank(line[at - 1])) {
            at--;
        }
        return at;
    }

    private static boolean blank(byte b) {
        return b == ' ' || b == '\t';
    }

    private @Nullable Refusal field(HeaderName name, byte[] line, int from, int to) {
        String value = new String(line, from, to - from, StandardCharsets.ISO_8859_1);
        HttpHeaders headers = current().headers();
        headers.add(name.text(), value);
        return switch (name.kind()) {
            case OTHER -> null;
            case HOST -> ++hosts > 1 || !Grammar.host(line, from, to) ? Refusal.HOST : null;
            case CONTENT_LENGTH -> length(Grammar.decimal(line, from, to));
            case TRANSFER_ENCODING -> coding(value);
            case EXPECT -> expectation(value);
            case CONNECTION -> connection(value);
        };
    }

    private @Nullable Refusal length(long declared) {
        length = declared;
        if (declared < 0 || ++lengths > 1) {
            return Refusal.FRAMING;
        }
        return declared == Long.MAX_VALUE ? Refusal.BODY_TOO_LARGE : null;
    }

    /** Only "chunked", only once: any other coding would need a decoder, and in any other order it is an attack. */
    private @Nullable Refusal coding(String value) {
        boolean chunked = CHUNKED_CODING.contentEqualsIgnoreCase(value);
        return !chunked || ++codings > 1 || http10 ? Refusal.FRAMING : null;
    }

    private @Nullable Refusal expectation(String value) {
        if (!CONTINUE.contentEqualsIgnoreCase(value)) {
            return Refusal.EXPECTATION;
        }
        expectsContinue = !http10;
        return null;
    }

    private @Nullable Refusal connection(String value) {
        close |= AsciiString.containsIgnoreCase(value, "close");
        keepAlive |= AsciiString.containsIgnoreCase(value, "keep-alive");
        return null;
    }

    /** Takes the empty line: what is wrong with the whole. */
    @Nullable
    Refusal end() {
        if (hosts == 0 && !http10) {
            return Refusal.HOST;
        }
        return codings > 0 && lengths > 0 ? Refusal.FRAMING : null;
    }

    DefaultHttpRequest current() {
        DefaultHttpRequest current = request;
        if (current == null) {
            throw new IllegalStateException("no request line yet");
        }
        return current;
    }

    /** Forgets the request. The trailer section that may follow has limits of its own. */
    void reset() {
        request = null;
        size = 0;
        fields = 0;
        hosts = 0;
        codings = 0;
        lengths = 0;
        length = 0;
        http10 = false;
        close = false;
        keepAlive = false;
        expectsContinue = false;
    }
}
