package dev.centrifuge.kafka.outlet;

import dev.centrifuge.time.Ticker;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Whether the topics of copies are there, so that one that is not costs a checkpoint little. A producer takes long to tell: it
 * waits for a topic that it never knew for {@code max.block.ms} with each record, and for one that it knew until its delivery
 * time-out. So the broker is asked: before anything is sent to a topic that nothing was written to since it was in doubt, and when
 * copies are not acknowledged for a second.
 *
 * <p>Belongs to the commit thread.
 */
public final class CopyTopics {
    private static final long ACKNOWLEDGED_NANOS = 1_000_000_000L;

    private final TopicCheck check;
    private final Ticker ticker;
    private final Set<String> proven = new HashSet<>();

    public CopyTopics(TopicCheck check, Ticker ticker) {
        this.check = check;
        this.ticker = ticker;
    }

    /** @return whether all are there, as far as is known; else the copies for the others are refused */
    public boolean there(List<ProducerRecord<byte[], byte[]>> copies, Refusals refusals) {
        Set<String> unproven = new HashSet<>();
        copies.forEach(copy -> unproven.add(copy.topic()));
        unproven.removeAll(proven);
        Set<String> missing = unproven.isEmpty() ? Set.of() : check.missing(unproven);
        for (int i = 0; i < copies.size(); i++) {
            if (missing.contains(copies.get(i).topic())) {
                refusals.copy(i, copies.get(i), gone(copies.get(i)));
            }
        }
        return missing.isEmpty();
    }

    /**
     * Waits until all that were sent have ended, for a second; what has not ended by then and goes to a topic that is gone is
     * refused.
     *
     * @param acks of the first of the copies
     * @return the places of those that are refused
     */
    public Set<Integer> gone(
            List<ProducerRecord<byte[], byte[]>> copies, List<Future<RecordMetadata>> acks, Refusals refusals) {
        long deadline = ticker.nanos() + ACKNOWLEDGED_NANOS;
        Set<Integer> pending = new TreeSet<>();
        for (int i = 0; i < acks.size(); i++) {
            if (!ended(acks.get(i), deadline)) {
                pending.add(i);
            }
        }
        Set<String> suspects = new HashSet<>();
        pending.forEach(i -> suspects.add(copies.get(i).topic()));
        Set<String> missing = suspects.isEmpty() ? Set.of() : check.missing(suspects);
        pending.removeIf(i -> !missing.contains(copies.get(i).topic()));
        pending.forEach(i -> refusals.copy(i, copies.get(i), gone(copies.get(i))));
        return pending;
    }

    private boolean ended(Future<RecordMetadata> ack, long deadline) {
        try {
            ack.get(Math.max(0, deadline - ticker.nanos()), TimeUnit.NANOSECONDS);
            return true;
        } catch (ExecutionException e) {
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** One for each copy, since {@link Refusals} takes one that is shared for the failure of the first. */
    private static UnknownTopicOrPartitionException gone(ProducerRecord<byte[], byte[]> copy) {
        return new UnknownTopicOrPartitionException("there is no topic " + copy.topic());
    }

    /** A checkpoint with these has ended. */
    public void ended(List<ProducerRecord<byte[], byte[]>> copies, boolean committed) {
        for (ProducerRecord<byte[], byte[]> copy : copies) {
            if (committed) {
                proven.add(copy.topic());
            } else {
                proven.remove(copy.topic());
            }
        }
    }
}
