package dev.centrifuge.config.check;

import org.jspecify.annotations.Nullable;

/**
 * One value that breaks a rule.
 *
 * @param pointer the JSON pointer of the value inside the record that found it
 * @param value the offending value as text; null for what must never be shown
 * @param wrong what is wrong, to be read after the value: {@code is out of range}
 * @param expected what was expected
 */
public record Violation(String pointer, @Nullable String value, String wrong, String expected) {

    @Override
    public String toString() {
        return pointer + ": " + (value == null ? "" : value + " ") + wrong + ", expected " + expected;
    }
}
