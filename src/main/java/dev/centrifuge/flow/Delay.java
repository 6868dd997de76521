package dev.centrifuge.flow;

import org.jspecify.annotations.Nullable;

/**
 * The steps of the delay topics: one delay per topic, so that the head of each is the next due. The first is none: there jobs
 * put what is to be delivered again ({@link dev.centrifuge.flow.job}), and it is read by the same machinery.
 */
public enum Delay {
    REPLAY("replay", 0),
    SHORT("30s", 30_000),
    MEDIUM("2m", 120_000),
    LONG("15m", 900_000);

    private final String label;
    private final long millis;

    Delay(String label, long millis) {
        this.label = label;
        this.millis = millis;
    }

    /** As it stands in the topic's name. */
    public String label() {
        return label;
    }

    public long millis() {
        return millis;
    }

    /** The longest step that is not above {@code millis}, or the shortest there is. */
    public static Delay near(long millis) {
        if (millis >= LONG.millis) {
            return LONG;
        }
        return millis >= MEDIUM.millis ? MEDIUM : SHORT;
    }

    /** The step whose topic that is, or null where it is none of theirs. */
    public static @Nullable Delay of(String topic) {
        for (Delay step : values()) {
            if (topic.endsWith("." + step.label)) {
                return step;
            }
        }
        return null;
    }

    /** The next longer step, or the longest there is. */
    public Delay longer() {
        return this == REPLAY ? SHORT : this == SHORT ? MEDIUM : LONG;
    }
}
