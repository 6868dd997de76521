package dev.centrifuge.tools.load.session;

import dev.centrifuge.tools.sink.mode.Modes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The destinations that a load plays.
 *
 * @param modes one a sink; empty for none
 * @param host where they listen
 * @param firstPort of the first, the next have the ports after it; 0 for free ones
 * @param settle how long to wait for deliveries after the last answer
 * @param reach how long to wait until each sink that takes events gets one
 * @param confOut a gateway's configuration directory that is to name the sinks, or null
 */
record SinkSettings(
        List<String> modes,
        String host,
        int firstPort,
        Duration settle,
        Duration reach,
        @Nullable Path confOut) {
    static final int MOST = 1_000;
    private static final Pattern OF_SOME = Pattern.compile("(\\d{1,4})(?:-(\\d{1,4}))?:(.+)");

    /**
     * The modes of {@code count} sinks.
     *
     * @param texts {@code MODE} for all that have none of their own, {@code N:MODE} or {@code N-M:MODE} for some,
     *     counted from 1; later ones win
     * @throws IllegalArgumentException with a message for people
     */
    static List<String> modes(int count, List<String> texts) {
        if (count < 0 || count > MOST) {
            throw new IllegalArgumentException("there are 0 to " + MOST + " sinks, not " + count);
        }
        if (count == 0 && !texts.isEmpty()) {
            throw new IllegalArgumentException("--mode is for sinks, and there are none: --sinks N");
        }
        List<String> modes = new ArrayList<>(Collections.nCopies(count, "ok"));
        texts.stream().filter(text -> !OF_SOME.matcher(text).matches()).forEach(mode -> modes.replaceAll(old -> mode));
        for (String text : texts) {
            Matcher some = OF_SOME.matcher(text);
            if (some.matches()) {
                set(modes, some);
            }
        }
        modes.forEach(Modes::takes);
        return List.copyOf(modes);
    }

    private static void set(List<String> modes, Matcher some) {
        int from = Integer.parseInt(some.group(1));
        int to = some.group(2) == null ? from : Integer.parseInt(some.group(2));
        if (from < 1 || to > modes.size() || from > to) {
            throw new IllegalArgumentException("'" + some.group() + "' is of no sink: they are 1 to " + modes.size());
        }
        Collections.fill(modes.subList(from - 1, to), some.group(3));
    }

    static String name(int index) {
        return "sink-%03d".formatted(index + 1);
    }

    boolean any() {
        return !modes.isEmpty();
    }
}
