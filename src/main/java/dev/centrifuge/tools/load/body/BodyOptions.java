package dev.centrifuge.tools.load.body;

import java.util.List;

/**
 * What requests are to be.
 *
 * @param host for the header of that name
 * @param path where all go, or {@code ""} for Segment's own: {@code /v1/TYPE} for one event, {@code /v1/batch} for more
 * @param keys write keys, one a source
 * @param batch events a request, 1 to 2,500
 * @param meanSize of an event, in bytes, 300 to 30,000
 */
public record BodyOptions(
        String host, String path, List<String> keys, MessageIds ids, int batch, int meanSize, boolean gzip, long seed) {
    public static final int MOST_BATCH = 2_500;

    public BodyOptions {
        if (batch < 1 || batch > MOST_BATCH) {
            throw new IllegalArgumentException("a batch has 1 to " + MOST_BATCH + " events, not " + batch);
        }
        if (meanSize < Forms.LEAST_SIZE || meanSize > Forms.MOST_SIZE) {
            throw new IllegalArgumentException("an event's mean size is " + Forms.LEAST_SIZE + " to " + Forms.MOST_SIZE
                    + " bytes, not " + meanSize);
        }
        for (String key : keys) {
            if (key.isEmpty() || !key.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ':')) {
                throw new IllegalArgumentException("a write key is visible ASCII without a colon");
            }
        }
        keys = List.copyOf(keys);
    }
}
