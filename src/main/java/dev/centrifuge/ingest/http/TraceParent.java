package dev.centrifuge.ingest.http;

import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** The {@code traceparent} header of the W3C Trace Context, level 1. */
public final class TraceParent {

    public static final CharSequence HEADER = HttpHeaders.createOptimized("traceparent");

    private static final int LENGTH = 55;

    private TraceParent() {}

    /** The header where it is well-formed, else null: the specification says to go on as if there were none. */
    public static @Nullable String valid(@Nullable String header) {
        if (header == null || header.length() < LENGTH) {
            return null;
        }
        boolean later = header.length() > LENGTH;
        if (later && (header.startsWith("00") || header.charAt(LENGTH) != '-' || header.length() > 2 * LENGTH)) {
            return null;
        }
        return isHex(header, 0, 2)
                        && !header.startsWith("ff")
                        && header.charAt(2) == '-'
                        && isId(header, 3, 35)
                        && header.charAt(35) == '-'
                        && isId(header, 36, 52)
                        && header.charAt(52) == '-'
                        && isHex(header, 53, LENGTH)
                ? header
                : null;
    }

    private static boolean isId(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) != '0') {
                return isHex(text, from, to);
            }
        }
        return false;
    }

    private static boolean isHex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
                return false;
            }
        }
        return true;
    }
}
