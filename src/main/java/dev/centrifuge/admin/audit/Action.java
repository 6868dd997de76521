package dev.centrifuge.admin.audit;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * Something that an operator did.
 *
 * @param id grows with time
 * @param at when, as ISO 8601 in UTC
 * @param who as they call themselves, and where they came from
 * @param action {@code pause}, {@code resume}, {@code test}, {@code redrive}, {@code replay}, {@code cancel}
 * @param target what it was done to: a destination's id, a job's
 * @param note why, if they said so
 * @param details what else is of interest, or null
 */
public record Action(
        String id,
        String at,
        String who,
        String action,
        String target,
        @Nullable String note,
        @Nullable JsonNode details) {}
