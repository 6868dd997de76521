package dev.centrifuge.config.check;

import java.util.regex.Pattern;

/**
 * Ids of sources and destinations, which are the names of their files. They become record headers, keys of state and
 * labels of metrics; a case-insensitive file system must not make one of two.
 */
public final class IdRules {
    public static final String EXPECTED =
            "1 to 63 lower-case letters, digits, \".\", \"_\", \"-\", the first a letter or digit";

    public static final String NAME_EXPECTED =
            "1 to 100 letters, digits, \".\", \"_\", \"-\", the first a letter or digit";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

    private IdRules() {}

    public static boolean valid(String id) {
        return ID.matcher(id).matches();
    }

    /** Whether {@code text} may name a node, or begin the names of topics: Kafka allows 249 characters for a whole one. */
    public static boolean name(String text) {
        return NAME.matcher(text).matches();
    }

    public static void check(Checks checks, String id) {
        checks.text("", valid(id), id, "is not an id", EXPECTED);
    }
}
