package dev.centrifuge.config.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is wrong with the components of a record that is being made. Every rule runs, so that whoever wrote
 * the file sees all mistakes at once; {@link #done} throws if there was any.
 */
public final class Checks {
    private final List<Violation> violations = new ArrayList<>();

    /** A number within {@code min} and {@code max}, both inclusive. */
    public Checks range(String pointer, long value, long min, long max) {
        return that(min <= value && value <= max, pointer, value, "is out of range", min + " to " + max);
    }

    /** A finite number within {@code min} and {@code max}, both inclusive. */
    public Checks range(String pointer, double value, double min, double max) {
        // NaN fails both comparisons.
        return that(min <= value && value <= max, pointer, value, "is out of range", min + " to " + max);
    }

    /** A length of time within {@code min} and {@code max}, both inclusive. */
    public Checks range(String pointer, Duration value, Duration min, Duration max) {
        boolean within = value.compareTo(min) >= 0 && value.compareTo(max) <= 0;
        return that(
                within,
                pointer,
                DurationText.show(value),
                "is out of range",
                DurationText.show(min) + " to " + DurationText.show(max));
    }

    /** A size in bytes within {@code min} and {@code max}, both inclusive. */
    public Checks size(String pointer, long value, long min, long max) {
        return that(
                min <= value && value <= max,
                pointer,
                SizeText.show(value),
                "is out of range",
                SizeText.show(min) + " to " + SizeText.show(max));
    }

    /** A text of a form. {@code wrong} is to be read after the text. */
    public Checks text(String pointer, boolean fits, String value, String wrong, String expected) {
        return that(fits, pointer, '"' + value + '"', wrong, expected);
    }

    /** A rule about a value that is never shown, or about several. */
    public Checks hidden(String pointer, boolean holds, String wrong, String expected) {
        return that(holds, pointer, null, wrong, expected);
    }

    /** A rule about each of a list. */
    public <T> Checks each(String pointer, List<T> values, BiConsumer<String, T> rule) {
        for (int i = 0; i < values.size(); i++) {
            rule.accept(Pointer.to(pointer, i), values.get(i));
        }
        return this;
    }

    /** Any other rule. {@code shown} is the value for the message, or null where it must not be shown. */
    public Checks that(boolean holds, String pointer, @Nullable Object shown, String wrong, String expected) {
        if (!holds) {
            violations.add(new Violation(pointer, shown == null ? null : shown.toString(), wrong, expected));
        }
        return this;
    }

    /** @throws InvalidConfig if any rule was broken */
    public void done() {
        if (!violations.isEmpty()) {
            throw new InvalidConfig(violations);
        }
    }
}
