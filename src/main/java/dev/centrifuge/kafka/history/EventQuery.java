package dev.centrifuge.kafka.history;

import dev.centrifuge.kafka.browse.Position;
import org.jspecify.annotations.Nullable;

/**
 * Which event is looked for.
 *
 * @param source null for any
 * @param since appended then or later, in milliseconds since the epoch
 * @param until appended before then
 * @param from where an earlier search for it stopped; null to begin
 */
public record EventQuery(
        String messageId,
        @Nullable String source,
        long since,
        long until,
        @Nullable Position from) {}
