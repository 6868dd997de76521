package dev.centrifuge.admin.funnel;

import dev.centrifuge.flow.count.Group;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Of which partitions an answer is, so that nobody takes a part for the whole.
 *
 * @param here those that the node reads that is asked: counted as they are
 * @param elsewhere the others: counted as of their last checkpoint
 * @param unknown those that are not counted, since their checkpoints were not read yet, or cannot be
 * @param checkpointAt when the newest checkpoint of {@code elsewhere} was written; absent where there is none
 */
public record Partitions(
        int here, int elsewhere, int unknown, @Nullable String checkpointAt) {

    public static Partitions of(Group group) {
        long at = group.checkpointAt();
        return new Partitions(
                group.here(),
                group.elsewhere(),
                group.unknown(),
                at == 0 ? null : Instant.ofEpochMilli(at).toString());
    }
}
