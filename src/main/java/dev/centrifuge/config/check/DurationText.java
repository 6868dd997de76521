package dev.centrifuge.config.check;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lengths of time as they are written in a file: a whole number and one unit of {@code ms}, {@code s}, {@code m},
 * {@code h}, {@code d}. Months and years are left out on purpose, since their length varies.
 */
public final class DurationText {
    public static final String EXPECTED =
            "a whole number with a unit, such as \"250ms\", \"10s\", \"5m\", \"4h\", \"3d\"";

    // Twelve digits of days still fit a Duration, so that parsing cannot overflow.
    private static final Pattern FORM = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");

    private DurationText() {}

    public static Optional<Duration> parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        long count = Long.parseLong(parts.group(1));
        return Optional.of(unit(parts.group(2)).multipliedBy(count));
    }

    private static Duration unit(String name) {
        return switch (name) {
            case "ms" -> Duration.ofMillis(1);
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            default -> Duration.ofDays(1);
        };
    }

    /** The shortest text that {@link #parse} reads back; what is finer than a millisecond is cut. */
    public static String show(Duration duration) {
        long seconds = duration.getSeconds();
        if (duration.getNano() != 0 || seconds == 0) {
            return duration.toMillis() + "ms";
        }
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3_600 == 0) {
            return seconds / 3_600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
