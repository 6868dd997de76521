package dev.centrifuge.kafka;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** Record headers as text: what the gateway writes about a record, in UTF-8, numbers in decimal. */
public final class HeaderText {

    private static final int LONGEST = 19;

    private HeaderText() {}

    public static Header of(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }

    public static Header of(String name, long value) {
        return of(name, Long.toString(value));
    }

    /** The last header of that name, or null. */
    public static @Nullable String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** The last header of that name as a number of 0 or more, or {@code otherwise} where it is none. */
    public static long number(Headers headers, String name, long otherwise) {
        Header header = headers.lastHeader(name);
        long value = header == null ? -1 : decimal(header.value());
        return value < 0 ? otherwise : value;
    }

    /** Digits as a number; -1 for anything else, and for what does not fit. */
    static long decimal(byte @Nullable [] digits) {
        if (digits == null || digits.length == 0 || digits.length > LONGEST) {
            return -1;
        }
        long value = 0;
        for (byte digit : digits) {
            if (digit < '0' || digit > '9') {
                return -1;
            }
            value = value * 10 + (digit - '0');
        }
        return value < 0 ? -1 : value;
    }
}
