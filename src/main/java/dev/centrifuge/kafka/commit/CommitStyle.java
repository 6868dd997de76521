package dev.centrifuge.kafka.commit;

import dev.centrifuge.kafka.outlet.CopyTopics;
import java.time.Duration;
import org.apache.kafka.clients.producer.Producer;

/** How writes become durable such that a crash in between loses nothing. Belongs to the commit thread. */
public sealed interface CommitStyle permits TransactionalCommit, OrderedCommit {

    /** Makes a producer ready; ends what a former one left undecided. Blocks. */
    void open(Producer<byte[], byte[]> producer);

    /**
     * Writes all of it; returns when it is durable. Blocks; throws {@code KafkaException} where it may not be.
     *
     * @param topics finds out whether those of copies that are not acknowledged are there
     */
    void write(Producer<byte[], byte[]> producer, Writes writes, CopyTopics topics);

    /**
     * After a failed write. Blocks; what it throws means the same as false.
     *
     * @return whether the producer can write again; one that cannot is to be replaced
     */
    boolean abort(Producer<byte[], byte[]> producer, RuntimeException failure);

    /** How long a producer that is replaced may take to end what it has under way, before the next one is made. */
    Duration patience(RuntimeException failure);

    /** For how long no other producer may be made after this failure. */
    Duration pause(RuntimeException failure);
}
