package dev.centrifuge.flow.lane;

import org.jspecify.annotations.Nullable;

/**
 * Whether a destination wants an event.
 *
 * @param wanted if it does
 * @param fault why nobody can say, for people; then it is not wanted, but a dead letter
 */
public record Screened(boolean wanted, @Nullable String fault) {
    public static final Screened WANTED = new Screened(true, null);
    public static final Screened UNWANTED = new Screened(false, null);

    public static Screened faulty(String why) {
        return new Screened(false, why);
    }
}
