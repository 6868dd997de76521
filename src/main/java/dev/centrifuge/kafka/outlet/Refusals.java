package dev.centrifuge.kafka.outlet;

import dev.centrifuge.flow.handover.Copy;
import dev.centrifuge.flow.outlet.Refusal;
import dev.centrifuge.flow.outlet.Setback;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.jspecify.annotations.Nullable;

/**
 * Which copies of one checkpoint were refused for their own sake. In a transaction one failure fails all: the producer gives up
 * whatever it has not sent yet with the same exception, and what follows with others that say so. So of all records that fail with
 * one exception it is the first that has caused it, and with it those of the same partition, unless it was too large: such a record
 * is alone in its batch (the client splits batches that are too large).
 *
 * <p>Where {@code state} fails by itself, too, the log is in trouble, and no outlet is to blame.
 *
 * <p>Thread-safe: told by the commit thread and by the producer's.
 */
public final class Refusals {
    // Guarded by this.
    private final Map<Integer, Throwable> refused = new TreeMap<>();
    private final IdentityHashMap<Throwable, TopicPartition> first = new IdentityHashMap<>();
    private final Set<Integer> written = new TreeSet<>();
    private boolean elsewhere;

    /**
     * A copy failed.
     *
     * @param index its place among the checkpoint's copies
     */
    public synchronized void copy(int index, ProducerRecord<byte[], byte[]> record, Throwable failure) {
        TopicPartition to = place(record);
        TopicPartition cause = first.putIfAbsent(failure, to);
        boolean own = cause == null || (cause.equals(to) && kind(failure) == Refusal.REFUSED);
        if (own && toBlame(failure, record.topic())) {
            refused.put(index, failure);
        }
    }

    /** A record of {@code state} failed. */
    public synchronized void other(ProducerRecord<byte[], byte[]> record, Throwable failure) {
        boolean own = first.putIfAbsent(failure, place(record)) == null;
        elsewhere |= own && toBlame(failure, record.topic());
    }

    private static TopicPartition place(ProducerRecord<byte[], byte[]> record) {
        return new TopicPartition(record.topic(), record.partition() == null ? -1 : record.partition());
    }

    /** Not where the record failed because of something else, or because the producer may write nothing any more. */
    private static boolean toBlame(Throwable failure, String topic) {
        if (failure instanceof TopicAuthorizationException denied) {
            return denied.unauthorizedTopics().isEmpty()
                    || denied.unauthorizedTopics().contains(topic);
        }
        return failure instanceof ApiException
                && !(failure instanceof TransactionAbortedException)
                && !(failure instanceof TransactionAbortableException)
                && !(failure instanceof ProducerFencedException)
                && !(failure instanceof InvalidProducerEpochException)
                && !(failure instanceof OutOfOrderSequenceException)
                && !(failure instanceof FencedInstanceIdException);
    }

    private static Refusal kind(Throwable failure) {
        return failure instanceof RecordTooLargeException || failure instanceof RecordBatchTooLargeException
                ? Refusal.TOO_LARGE
                : Refusal.REFUSED;
    }

    /** Why the first was refused; null where none was. */
    public synchronized @Nullable Throwable cause() {
        return elsewhere || refused.isEmpty()
                ? null
                : refused.values().iterator().next();
    }

    /** A copy is there, whatever becomes of the checkpoint. Not in a transaction. */
    public synchronized void written(int index) {
        written.add(index);
    }

    /** What is known of the copies; nothing where more is wrong than that some were refused. */
    public synchronized Setback of(List<Copy> copies) {
        if (elsewhere || refused.isEmpty()) {
            return Setback.UNKNOWN;
        }
        IdentityHashMap<Copy, Refusal> found = new IdentityHashMap<>();
        refused.forEach((index, failure) -> found.put(copies.get(index), kind(failure)));
        Set<Copy> there = Collections.newSetFromMap(new IdentityHashMap<>());
        written.forEach(index -> there.add(copies.get(index)));
        return new Setback(found, there);
    }

    /** Topics that refused something, for people. */
    public synchronized Set<String> topics() {
        Set<String> topics = new TreeSet<>();
        refused.values().forEach(failure -> {
            TopicPartition place = first.get(failure);
            if (place != null) {
                topics.add(place.topic());
            }
        });
        return topics;
    }
}
