package dev.centrifuge.kafka.read.past;

import dev.centrifuge.flow.lane.Lane;
import dev.centrifuge.flow.lane.Lanes;
import dev.centrifuge.kafka.read.ReaderListener;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/**
 * What happens when the log does not have what a consumer asked for: it was cut, or begins later now. The lane is fitted to
 * what there is, the alarm is raised, and every consumer of the partition hears of it, not only the one that was told: the
 * main reader must not go on behind a cut that a sweep has met.
 *
 * <p>Belongs to the log thread.
 */
public final class Realigner {
    private final Lanes lanes;
    private final ReaderListener listener;
    private final List<Follower> followers = new ArrayList<>();

    /** Reads some lanes, each at one place. */
    public interface Follower {
        /** A lane, maybe another's, was fitted: its mark may have moved, and what was fetched may not be there any more. */
        void moved(TopicPartition partition, Lane lane);
    }

    public Realigner(Lanes lanes, ReaderListener listener) {
        this.lanes = lanes;
        this.listener = listener;
    }

    public void tell(Follower follower) {
        followers.add(follower);
    }

    /** @param told the consumer that was told, which is asked where the partitions begin and end */
    public void realign(Consumer<byte[], byte[]> told, OffsetOutOfRangeException gone) {
        for (TopicPartition partition : gone.offsetOutOfRangePartitions().keySet()) {
            Lane lane = lanes.get(partition.topic(), partition.partition());
            if (lane != null) {
                long lost = Bounds.after(gone, told, partition).fit(partition, lane, false);
                if (lost > 0) {
                    listener.lost(partition.topic(), partition.partition(), lost);
                }
                followers.forEach(follower -> follower.moved(partition, lane));
            }
        }
    }
}
