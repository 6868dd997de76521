package dev.centrifuge.tools.sink.mode;

import dev.centrifuge.tools.Durations;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A mode as a user writes it: {@code name} or {@code name:key=value,key=value}, as in {@code slow:delay=200ms}.
 *
 * <p>Reading a setting marks it as known; {@link #finish} refuses what nobody has read.
 */
public final class ModeSpec {
    private final String name;
    private final Map<String, String> settings;
    private final Map<String, String> defaults;
    private final Set<String> known = new HashSet<>();

    private ModeSpec(String name, Map<String, String> settings, Map<String, String> defaults) {
        this.name = name;
        this.settings = settings;
        this.defaults = defaults;
    }

    /** @param defaults for settings that {@code text} leaves out; those of other modes do no harm */
    public static ModeSpec parse(String text, Map<String, String> defaults) {
        int colon = text.indexOf(':');
        String name = (colon < 0 ? text : text.substring(0, colon)).strip();
        Map<String, String> settings = new LinkedHashMap<>();
        String rest = colon < 0 ? "" : text.substring(colon + 1);
        for (String each : rest.isBlank() ? new String[0] : rest.split(",", -1)) {
            int equals = each.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("mode '" + text + "': '" + each + "' is not key=value");
            }
            settings.put(
                    each.substring(0, equals).strip(),
                    each.substring(equals + 1).strip());
        }
        return new ModeSpec(name, settings, defaults);
    }

    public String name() {
        return name;
    }

    String text(String key, String otherwise) {
        known.add(key);
        return settings.getOrDefault(key, defaults.getOrDefault(key, otherwise));
    }

    Duration duration(String key, String otherwise) {
        return Durations.parse(text(key, otherwise));
    }

    /** Milliseconds, at least 1. */
    public long period(String key, String otherwise) {
        return Math.max(1, duration(key, otherwise).toMillis());
    }

    int number(String key, int otherwise, int least, int most) {
        String text = text(key, Integer.toString(otherwise));
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notOne) {
            // Told below, as any other value out of range.
        }
        throw new IllegalArgumentException(
                name + ": " + key + " is '" + text + "', expected a whole number from " + least + " to " + most);
    }

    /** From 0 to 1, written as a decimal or as a percentage. */
    double ratio(String key, String otherwise) {
        String text = text(key, otherwise);
        try {
            double ratio = text.endsWith("%")
                    ? Double.parseDouble(text.substring(0, text.length() - 1)) / 100
                    : Double.parseDouble(text);
            if (ratio >= 0 && ratio <= 1) {
                return ratio;
            }
        } catch (NumberFormatException notOne) {
            // Told below.
        }
        throw new IllegalArgumentException(name + ": " + key + " is '" + text + "', expected 0 to 1 or 0% to 100%");
    }

    public void finish() {
        for (String key : settings.keySet()) {
            if (!known.contains(key)) {
                throw new IllegalArgumentException("mode " + name + " has no setting '" + key + "'"
                        + (known.isEmpty()
                                ? ""
                                : "; it has "
                                        + String.join(
                                                ", ", known.stream().sorted().toList())));
            }
        }
    }
}
