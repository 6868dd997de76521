package dev.centrifuge.config.check;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Headers that a destination may add to its requests. */
public final class HeaderRules {
    // RFC 9110, 5.6.2: token.
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}");
    // Visible ASCII with inner blanks. RFC 9110 lets other bytes pass as opaque; clients disagree about their charset.
    private static final Pattern VALUE = Pattern.compile("[\\x21-\\x7E]([\\x20-\\x7E\\t]*[\\x21-\\x7E])?");
    private static final int LONGEST_VALUE = 8192;

    // RFC 9110, 7.6.1 and RFC 9113, 8.2.2: these concern one connection, not the message, and set apart requests.
    private static final Set<String> CONNECTION = Set.of(
            "connection",
            "expect",
            "http2-settings",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");
    private static final Set<String> OURS = Set.of(
            "content-encoding", "content-length", "content-type", "host", "traceparent", "tracestate", "user-agent");

    private HeaderRules() {}

    /** Adds what is wrong with the header's name. */
    public static void name(Checks checks, String pointer, String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean token = NAME.matcher(name).matches();
        checks.hidden(pointer, token, "is not a header name", "letters, digits and !#$%&'*+-.^_`|~, at most 128");
        String connection = "sets \"" + lower + "\", which belongs to the connection";
        checks.hidden(pointer, !CONNECTION.contains(lower), connection, "an end-to-end header");
        boolean ours = OURS.contains(lower) || lower.startsWith("webhook-") || lower.startsWith("x-centrifuge-");
        checks.hidden(pointer, !ours, "sets \"" + lower + "\"", "a header that the gateway does not set itself");
    }

    /** Adds what is wrong with the header's value, and never shows it. */
    public static void value(Checks checks, String pointer, String value) {
        checks.that(
                value.length() <= LONGEST_VALUE && VALUE.matcher(value).matches(),
                pointer,
                null,
                "is not a header value",
                "1 to " + LONGEST_VALUE + " printable ASCII characters, no line breaks, no blanks at its ends");
    }
}
