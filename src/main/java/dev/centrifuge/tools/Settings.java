package dev.centrifuge.tools;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A choice with settings as a user writes it: {@code name} or {@code name:key=value,key=value}, as in
 * {@code slow:delay=200ms}.
 *
 * <p>Reading a setting marks it as known; {@link #finish} refuses what nobody has read.
 */
public final class Settings {
    private final String what;
    private final String name;
    private final Map<String, String> settings;
    private final Map<String, String> defaults;
    private final Set<String> known = new HashSet<>();

    private Settings(String what, String name, Map<String, String> settings, Map<String, String> defaults) {
        this.what = what;
        this.name = name;
        this.settings = settings;
        this.defaults = defaults;
    }

    /**
     * @param what is chosen, for messages: {@code mode}
     * @param defaults for settings that {@code text} leaves out; those of other names do no harm
     * @throws IllegalArgumentException with a message for people
     */
    public static Settings parse(String what, String text, Map<String, String> defaults) {
        int colon = text.indexOf(':');
        String name = (colon < 0 ? text : text.substring(0, colon)).strip();
        Map<String, String> settings = new LinkedHashMap<>();
        String rest = colon < 0 ? "" : text.substring(colon + 1);
        for (String each : rest.isBlank() ? new String[0] : rest.split(",", -1)) {
            int equals = each.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(what + " '" + text + "': '" + each + "' is not key=value");
            }
            settings.put(
                    each.substring(0, equals).strip(),
                    each.substring(equals + 1).strip());
        }
        return new Settings(what, name, settings, defaults);
    }

    public String name() {
        return name;
    }

    public String text(String key, String otherwise) {
        known.add(key);
        return settings.getOrDefault(key, defaults.getOrDefault(key, otherwise));
    }

    public Duration duration(String key, String otherwise) {
        return Durations.parse(text(key, otherwise));
    }

    /** Milliseconds, at least 1. */
    public long period(String key, String otherwise) {
        return Math.max(1, duration(key, otherwise).toMillis());
    }

    public int number(String key, int otherwise, int least, int most) {
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

    /** @param least the smallest value there may be */
    public double decimal(String key, double otherwise, double least, double most) {
        String text = text(key, Double.toString(otherwise));
        try {
            double number = Double.parseDouble(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notOne) {
            // Told below.
        }
        throw new IllegalArgumentException(
                name + ": " + key + " is '" + text + "', expected a number from " + least + " to " + most);
    }

    /** From 0 to 1, written as a decimal or as a percentage. */
    public double ratio(String key, String otherwise) {
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

    /** @throws IllegalArgumentException where there is a setting that nobody has read */
    public void finish() {
        for (String key : settings.keySet()) {
            if (!known.contains(key)) {
                throw new IllegalArgumentException(what + " " + name + " has no setting '" + key + "'"
                        + (known.isEmpty()
                                ? ""
                                : "; it has "
                                        + String.join(
                                                ", ", known.stream().sorted().toList())));
            }
        }
    }
}
