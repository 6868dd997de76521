package dev.centrifuge.flow.lane;

import dev.centrifuge.flow.count.Row;
import dev.centrifuge.flow.handover.Copy;
import dev.centrifuge.flow.handover.CursorState;
import dev.centrifuge.flow.handover.Scope;
import dev.centrifuge.flow.progress.Progress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one checkpoint writes, all of it or nothing: then what is committed is always whole.
 *
 * @param copies the legs that it resolves by a copy
 * @param changes what it says of each lane that changed
 */
public record Checkpoint(List<Copy> copies, Map<Lane, Changes> changes) {

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /**
     * @param progress the mark and the open legs; to be written last and first
     * @param cursors by scope, null for those that are no more; to be written between the two where there is no transaction:
     *     a cursor must not be behind the mark's back, nor ahead of the open legs
     * @param suppressed what duplicates there are among what was read, by number of their chunk, null for those that are no
     *     more; to be written before the mark
     * @param counts the rows of the funnel that changed, absolute; they belong to the mark, and are written with it or not at
     *     all
     * @param resolvedBelow below it everything is resolved once this is committed
     */
    public record Changes(
            Progress.Changes progress,
            Map<Scope, @Nullable CursorState> cursors,
            Map<Long, byte @Nullable []> suppressed,
            List<Row> counts,
            long resolvedBelow) {}
}
