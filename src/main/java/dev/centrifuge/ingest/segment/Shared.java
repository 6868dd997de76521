package dev.centrifuge.ingest.segment;

import dev.centrifuge.ingest.json.Defaults;
import dev.centrifuge.ingest.json.IsoTime;
import org.jspecify.annotations.Nullable;

/**
 * What a batch says once for all its events.
 *
 * @param sentAt in milliseconds since the epoch, or {@link IsoTime#INVALID}
 */
record Shared(
        long sentAt, @Nullable Defaults context, @Nullable Defaults integrations) {

    /** What a single event shares with nobody. */
    static final Shared NOTHING = new Shared(IsoTime.INVALID, null, null);
}
