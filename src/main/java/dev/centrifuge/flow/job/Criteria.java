package dev.centrifuge.flow.job;

import org.jspecify.annotations.Nullable;

/**
 * Which dead letters or events somebody means; null and empty for any.
 *
 * @param since appended then or later, in milliseconds since the epoch; 0 for all there are
 * @param until appended before then; {@link Long#MAX_VALUE} for all there are
 * @param text stands in the payload or in the last answer; of dead letters only
 */
public record Criteria(
        @Nullable String destination,
        @Nullable String source,
        @Nullable String reason,
        long since,
        long until,
        @Nullable String text) {
    public static final Criteria ANY = new Criteria(null, null, null, 0, Long.MAX_VALUE, null);

    public boolean match(Letter letter) {
        return is(destination, letter.destination())
                && is(source, letter.source())
                && is(reason, letter.reason())
                && letter.at() >= since
                && letter.at() < until
                && (text == null || letter.contains(text));
    }

    private static boolean is(@Nullable String wanted, @Nullable String value) {
        return wanted == null || wanted.equals(value);
    }
}
