package dev.centrifuge.delivery.head;

import dev.centrifuge.config.Secret;
import io.netty.util.AsciiString;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Headers that are the same in every request of a destination: {@code content-type}, {@code user-agent}, and its own.
 * Made once; a request pays for copying references.
 */
public final class FixedHeaders implements Stamp {

    /**
     * What a destination's own headers cannot say: what frames the request or belongs to the connection (RFC 9110
     * section 7.6.1), and what the other stamps write.
     */
    private static final Set<String> RESERVED = Set.of(
            "connection",
            "content-encoding",
            "content-length",
            "expect",
            "host",
            "http2-settings",
            "keep-alive",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "traceparent",
            "webhook-id",
            "webhook-timestamp",
            "webhook-signature",
            "x-centrifuge-source",
            "x-centrifuge-attempt");

    private final List<AsciiString> names = new ArrayList<>();
    private final List<String> values = new ArrayList<>();

    /**
     * @param userAgent {@code centrifuge/<version>}
     * @param own the destination's own headers; they may replace {@code content-type} and {@code user-agent}
     * @throws IllegalArgumentException where a header's name is reserved or no token, or its value holds control
     *     characters; the message holds the name, never the value
     */
    public FixedHeaders(String userAgent, Map<String, Secret> own) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("content-type", "application/json");
        all.put("user-agent", userAgent);
        own.forEach((name, value) -> all.put(checkedName(name), checkedValue(name, value.value())));
        all.forEach((name, value) -> {
            names.add(AsciiString.cached(name));
            values.add(value);
        });
    }

    @Override
    public void stamp(Head head, MultiMap headers) {
        for (int i = 0; i < names.size(); i++) {
            headers.add(names.get(i), values.get(i));
        }
    }

    static String checkedName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (RESERVED.contains(lower)) {
            throw new IllegalArgumentException("header " + lower + " is set by the gateway");
        }
        if (lower.isEmpty() || !lower.chars().allMatch(FixedHeaders::isTokenChar)) {
            throw new IllegalArgumentException("not a header name: " + HeaderText.visible(name));
        }
        return lower;
    }

    static String checkedValue(String name, String value) {
        if (!value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c <= 0xff && c != 0x7f))) {
            throw new IllegalArgumentException("the value of header " + name + " holds characters no header can hold");
        }
        return value;
    }

    /** RFC 9110 section 5.6.2. */
    private static boolean isTokenChar(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }
}
