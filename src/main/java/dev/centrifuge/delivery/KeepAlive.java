package dev.centrifuge.delivery;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The {@code Keep-Alive: timeout=5, max=100} that many servers send: how long they keep an idle connection. */
final class KeepAlive {

    private static final String TIMEOUT = "timeout=";

    private KeepAlive() {}

    /**
     * How long to keep one, in nanoseconds: a second less than the server, so that it is we who close, and at most
     * {@code ours}.
     */
    static long nanos(@Nullable String header, long ours) {
        if (header == null) {
            return ours;
        }
        for (String parameter : header.toLowerCase(Locale.ROOT).split(",", -1)) {
            String text = parameter.strip();
            if (text.startsWith(TIMEOUT)) {
                return Math.min(ours, seconds(text.substring(TIMEOUT.length()), ours));
            }
        }
        return ours;
    }

    private static long seconds(String digits, long otherwise) {
        boolean number =
                !digits.isEmpty() && digits.length() < 6 && digits.chars().allMatch(Character::isDigit);
        return number
                ? Duration.ofSeconds(Math.max(0, Integer.parseInt(digits) - 1)).toNanos()
                : otherwise;
    }
}
