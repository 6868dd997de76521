package dev.centrifuge.flow.handover;

import org.jspecify.annotations.Nullable;

/**
 * Whether a destination wants an event.
 *
 * @param wanted if it does
 * @param reason what its dead letter has for a reason where {@code fault} is not null
 * @param fault why nobody can say, for people; then it is not wanted, but a dead letter
 */
public record Screened(
        boolean wanted, String reason, @Nullable String fault) {
    public static final Screened WANTED = new Screened(true, "", null);
    public static final Screened UNWANTED = new Screened(false, "", null);

    public static Screened faulty(String reason, String why) {
        return new Screened(false, reason, why);
    }
}
