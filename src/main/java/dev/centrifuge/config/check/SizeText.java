package dev.centrifuge.config.check;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as they are written in a file: bytes, or a whole number and a unit, decimal ({@code KB}) or binary ({@code KiB}). */
public final class SizeText {
    public static final String EXPECTED =
            "bytes, or a whole number with a unit, such as 512, \"32KiB\", \"4MiB\", \"1GiB\"";

    // Nine digits of GiB still fit a long, so that parsing cannot overflow.
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(B|KB|KiB|MB|MiB|GB|GiB)");

    private SizeText() {}

    public static OptionalLong parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseLong(parts.group(1)) * unit(parts.group(2)));
    }

    private static long unit(String name) {
        return switch (name) {
            case "B" -> 1;
            case "KB" -> 1_000;
            case "KiB" -> 1L << 10;
            case "MB" -> 1_000_000;
            case "MiB" -> 1L << 20;
            case "GB" -> 1_000_000_000;
            default -> 1L << 30;
        };
    }

    /** In the largest binary unit that divides it. */
    public static String show(long bytes) {
        String[] units = {"B", "KiB", "MiB", "GiB"};
        int unit = 0;
        long count = bytes;
        while (unit < 3 && count != 0 && count % 1024 == 0) {
            count /= 1024;
            unit++;
        }
        return count + units[unit];
    }
}
