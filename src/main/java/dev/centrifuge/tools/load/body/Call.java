package dev.centrifuge.tools.load.body;

import java.util.Locale;

/** Segment's calls, and how many of a hundred each is. */
public enum Call {
    TRACK(70),
    PAGE(12),
    IDENTIFY(8),
    SCREEN(6),
    GROUP(2),
    ALIAS(2);

    private final int share;

    Call(int share) {
        this.share = share;
    }

    /** As in {@code type} and in the path. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param percent 0 to 99 */
    static Call at(int percent) {
        int left = percent;
        for (Call call : values()) {
            left -= call.share;
            if (left < 0) {
                return call;
            }
        }
        throw new IllegalArgumentException("not a percentage: " + percent);
    }
}
