package dev.centrifuge.kafka.commit;

import org.apache.kafka.clients.producer.Producer;

/** How writes become durable such that a crash in between loses nothing. Belongs to the commit thread. */
public sealed interface CommitStyle permits TransactionalCommit, OrderedCommit {

    /** Makes a producer ready; ends what a former one left undecided. Blocks. */
    void open(Producer<byte[], byte[]> producer);

    /** Writes all of it; returns when it is durable. Blocks; throws {@code KafkaException} where it may not be. */
    void write(Producer<byte[], byte[]> producer, Writes writes);

    /** After a failed write. Throws where the producer is of no more use. */
    void abort(Producer<byte[], byte[]> producer);
}
