package dev.centrifuge.flow.job;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asked for; only {@code cancelled} ever changes.
 *
 * @param criteria what to deliver again; of a replay, the destination is always named
 * @param letters these dead letters only; empty for all that the criteria match
 * @param filter of a replay: a JSLT expression that says which events
 * @param rate the most legs a second for each destination; 0 for the usual share of what it takes
 * @param force also letters that were redriven before
 * @param createdAt in milliseconds since the epoch
 */
public record Job(
        String id,
        Kind kind,
        Criteria criteria,
        List<Letter.Place> letters,
        @Nullable String filter,
        double rate,
        boolean force,
        long createdAt,
        String createdBy,
        boolean cancelled) {

    /** What is delivered again. */
    public enum Kind {
        REDRIVE,
        REPLAY
    }

    public Job {
        letters = List.copyOf(letters);
    }

    /** The same, to be ended. */
    public Job cancel() {
        return new Job(id, kind, criteria, letters, filter, rate, force, createdAt, createdBy, true);
    }
}
