package dev.centrifuge.flow;

/**
 * Where a leg was read: the record whose progress it holds open.
 *
 * @param topic the topic, {@code events} or a delay topic
 * @param partition its partition
 * @param offset the record's offset
 * @param epoch which assignment of the partition to this node read it; completions of an earlier one are stale
 * @param cuts how often the partition's end was cut off in this assignment before: what was behind the cut is no more, and
 *     other records have its offsets
 */
public record Origin(String topic, int partition, long offset, int epoch, int cuts) {

    /** Where nothing was cut off. */
    public Origin(String topic, int partition, long offset, int epoch) {
        this(topic, partition, offset, epoch, 0);
    }
}
