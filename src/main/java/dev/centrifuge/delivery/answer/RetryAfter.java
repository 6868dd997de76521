package dev.centrifuge.delivery.answer;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code Retry-After} of RFC 9110 section 10.2.3: whole seconds, or a date in one of HTTP's three forms. */
public final class RetryAfter {

    /** The longest wait that a destination may ask for; a longer one is cut to it. */
    static final long CAP_MILLIS = Duration.ofHours(1).toMillis();

    private static final List<DateTimeFormatter> DATES = List.of(
            DateTimeFormatter.RFC_1123_DATE_TIME,
            rfc850(),
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC));

    private RetryAfter() {}

    /**
     * How long to wait from now, in milliseconds, 0 to {@link #CAP_MILLIS}. A past date means now. What is neither a
     * date nor a number of seconds is ignored, as is its absence: 0.
     */
    public static long millis(@Nullable String value, long nowMillis) {
        if (value == null || value.isBlank() || value.length() > 64) {
            return 0;
        }
        String text = value.strip();
        return text.chars().allMatch(c -> c >= '0' && c <= '9') ? seconds(text) : untilDate(text, nowMillis);
    }

    /** Any number of digits: leading zeroes are legal, and what does not fit is more than the cap. */
    private static long seconds(String digits) {
        long seconds = 0;
        for (int i = 0; i < digits.length() && seconds * 1000 < CAP_MILLIS; i++) {
            seconds = seconds * 10 + Character.digit(digits.charAt(i), 10);
        }
        return Math.min(CAP_MILLIS, seconds * 1000);
    }

    private static long untilDate(String text, long nowMillis) {
        for (DateTimeFormatter format : DATES) {
            try {
                long at = ZonedDateTime.parse(text, format).toInstant().toEpochMilli();
                return Math.max(0, Math.min(CAP_MILLIS, at - nowMillis));
            } catch (DateTimeException | ArithmeticException e) {
                // Not this form: a form that does not parse is an answer here, not a failure.
            }
        }
        return 0;
    }

    /** {@code Sunday, 06-Nov-94 08:49:37 GMT}; years from 1970 to 2069. */
    private static DateTimeFormatter rfc850() {
        return new DateTimeFormatterBuilder()
                .appendPattern("EEEE, dd-MMM-")
                .appendValueReduced(ChronoField.YEAR, 2, 2, 1970)
                .appendPattern(" HH:mm:ss 'GMT'")
                .toFormatter(Locale.ENGLISH)
                .withZone(ZoneOffset.UTC);
    }
}
