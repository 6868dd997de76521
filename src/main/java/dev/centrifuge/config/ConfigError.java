package dev.centrifuge.config;

import dev.centrifuge.config.check.Printable;

/**
 * One mistake in the configuration. Its text is safe for a log or a terminal: it holds no secret, and characters that
 * could forge lines or move the cursor are escaped, and long parts are cut.
 *
 * @param file the file's path, as it was given
 * @param pointer the JSON pointer of the offending value; empty for the whole file
 * @param wrong what is wrong, with the value unless it is secret
 * @param expected what was expected
 */
public record ConfigError(String file, String pointer, String wrong, String expected) {

    private static final int LONGEST = 1000;

    public ConfigError {
        file = escape(file);
        pointer = escape(pointer);
        wrong = escape(wrong);
        expected = escape(expected);
    }

    private static String escape(String text) {
        return text.length() <= LONGEST
                ? escaped(text)
                : escaped(text.substring(0, text.offsetByCodePoints(0, LONGEST / 2))) + "…";
    }

    private static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> safe.append(Printable.plain(c) ? Character.toString(c) : String.format("\\u%04x", c)));
        return safe.toString();
    }

    /** One line: {@code file: /json/pointer: what is wrong, what was expected}. The whole file's pointer shows as {@code /}. */
    @Override
    public String toString() {
        return file + ": " + (pointer.isEmpty() ? "/" : pointer) + ": " + wrong + ", expected " + expected;
    }
}
