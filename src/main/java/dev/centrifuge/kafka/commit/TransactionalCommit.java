package dev.centrifuge.kafka.commit;

import dev.centrifuge.fault.Failpoint;
import dev.centrifuge.kafka.outlet.CopiesRefused;
import dev.centrifuge.kafka.outlet.CopyTopics;
import dev.centrifuge.kafka.outlet.TopicGone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * One Kafka transaction: for a group, whose members fence each other by their generation.
 *
 * <p>A commit whose end is unknown is asked for again until it is known: repeating it is safe, while writing the copies
 * again could double them.
 */
public final class TransactionalCommit implements CommitStyle {
    private static final int TRIES = 10;

    private final Duration pauseWhenFenced;

    /**
     * A producer is fenced by the coordinator, whose patience with its transaction was over, or by a process that uses the
     * same id: then fencing that in turn would be a fight that nobody wins. The group knows which of the two is its member,
     * and says so to the other within a heartbeat.
     *
     * @param pauseWhenFenced for how long to leave it to the group; zero where no other process can have the id
     */
    public TransactionalCommit(Duration pauseWhenFenced) {
        this.pauseWhenFenced = pauseWhenFenced;
    }

    @Override
    public void open(Producer<byte[], byte[]> producer) {
        producer.initTransactions();
    }

    @Override
    public void write(Producer<byte[], byte[]> producer, Writes writes, CopyTopics topics) {
        producer.beginTransaction();
        List<Future<RecordMetadata>> acks = sendCopies(producer, writes);
        for (List<ProducerRecord<byte[], byte[]>> part : List.of(writes.aside(), writes.heads())) {
            part.forEach(record -> producer.send(record, (done, failure) -> {
                if (failure != null) {
                    writes.refusals().other(record, failure);
                }
            }));
        }
        Set<Integer> gone = topics.gone(writes.copies(), acks, writes.refusals());
        if (!gone.isEmpty()) {
            throw new TopicGone(writes.refusals().topics().toString());
        }
        producer.sendOffsetsToTransaction(writes.offsets(), writes.group());
        Failpoint.CHECKPOINT_UNCOMMITTED.pass();
        if (!writes.copies().isEmpty()) {
            Failpoint.COPIES_WRITTEN.pass();
        }
        commitUntilKnown(producer);
        Failpoint.CHECKPOINT_COMMITTED.pass();
    }

    /**
     * One that fails fails all of it, and what is sent after it says so: which it was is known before that. Nothing is sent behind
     * one that has failed at once: where a topic is not there, each would block for {@code max.block.ms}.
     */
    private static List<Future<RecordMetadata>> sendCopies(Producer<byte[], byte[]> producer, Writes writes) {
        List<Future<RecordMetadata>> acks = new ArrayList<>(writes.copies().size());
        for (int i = 0; i < writes.copies().size(); i++) {
            int index = i;
            ProducerRecord<byte[], byte[]> record = writes.copies().get(i);
            Future<RecordMetadata> ack = producer.send(record, (done, failure) -> {
                if (failure != null) {
                    writes.refusals().copy(index, record, failure);
                }
            });
            acks.add(ack);
            if (ack.isDone()) {
                endIfBlocked(ack);
            }
        }
        return acks;
    }

    private static void endIfBlocked(Future<RecordMetadata> ended) {
        try {
            ended.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TimeoutException blocked) {
                throw new CopiesRefused(blocked);
            }
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private static void commitUntilKnown(Producer<byte[], byte[]> producer) {
        for (int left = TRIES; ; left--) {
            try {
                producer.commitTransaction();
                return;
            } catch (TimeoutException e) {
                if (left == 0) {
                    throw e;
                }
            }
        }
    }

    @Override
    public boolean abort(Producer<byte[], byte[]> producer, RuntimeException failure) {
        // To abort it waits until what is under way to a topic that is gone has timed out.
        boolean known = failure instanceof KafkaException && !(failure instanceof TopicGone);
        if (known) {
            producer.abortTransaction();
        }
        return known;
    }

    /** The next one's initialisation fences it. */
    @Override
    public Duration patience(RuntimeException failure) {
        return Duration.ZERO;
    }

    @Override
    public Duration pause(RuntimeException failure) {
        boolean fenced = failure instanceof ProducerFencedException || failure instanceof InvalidProducerEpochException;
        return fenced ? pauseWhenFenced : Duration.ZERO;
    }
}
