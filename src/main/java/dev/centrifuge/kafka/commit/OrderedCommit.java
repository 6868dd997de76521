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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Three steps, each acknowledged before the next: for the one reader of an embedded broker, which needs no fence, since
 * the directory's lock keeps any other away.
 *
 * <pre>
 *   copies ──acks──▶ what is set aside ──acks──▶ heads
 * </pre>
 *
 * <p>A crash between two steps loses nothing: a copy that was written while its leg is still open is sent twice; what is set
 * aside says nothing new; and each head is one record, which is there or not. Partitions do not depend on each other. So what
 * can be doubled is bounded by one checkpoint, as in a transaction.
 *
 * <p>Why no transaction here: a lone broker that is killed between a transaction's decision and its markers can come back
 * without writing the markers, and the partition never has another stable offset. It happened once in 16 kills; see
 * RATIONALE for what was seen and what was inferred.
 */
public final class OrderedCommit implements CommitStyle {
    /** No less than the producer's {@code request.timeout.ms}. */
    private static final Duration ANSWERED = Duration.ofSeconds(5);

    /** Well above its {@code delivery.timeout.ms}: a producer whose thread has died tells nobody. */
    private static final Duration ENDED = Duration.ofSeconds(30);

    @Override
    public void open(Producer<byte[], byte[]> producer) {
        // Nothing can be undecided.
    }

    @Override
    public void write(Producer<byte[], byte[]> producer, Writes writes, CopyTopics topics) {
        sendCopies(producer, writes, topics);
        Failpoint.CHECKPOINT_UNCOMMITTED.pass();
        pass(Failpoint.COPIES_WRITTEN, writes.copies());
        send(producer, writes.aside());
        pass(Failpoint.ASIDE_WRITTEN, writes.aside());
        sendHeads(producer, writes.heads());
        Failpoint.CHECKPOINT_COMMITTED.pass();
    }

    /**
     * All that are sent are waited for, so that it is known which of them were refused. Nothing is sent behind one that has failed
     * at once: where a topic is not there, each would take seconds to fail.
     */
    private static void sendCopies(Producer<byte[], byte[]> producer, Writes writes, CopyTopics topics) {
        List<Future<RecordMetadata>> acks = new ArrayList<>(writes.copies().size());
        boolean failed = false;
        for (int i = 0; i < writes.copies().size() && !failed; i++) {
            Future<RecordMetadata> ack = producer.send(writes.copies().get(i));
            acks.add(ack);
            failed = ack.isDone() && failed(ack);
        }
        Set<Integer> gone = topics.gone(writes.copies(), acks, writes.refusals());
        awaitCopies(acks, gone, writes);
        if (!gone.isEmpty()) {
            throw new TopicGone(writes.refusals().topics().toString());
        }
    }

    /** @param gone those that are not waited for */
    private static void awaitCopies(List<Future<RecordMetadata>> acks, Set<Integer> gone, Writes writes) {
        ApiException first = null;
        for (int i = 0; i < acks.size(); i++) {
            if (gone.contains(i)) {
                continue;
            }
            try {
                await(acks.get(i));
                writes.refusals().written(i);
            } catch (ApiException e) {
                first = first == null ? e : first;
                writes.refusals().copy(i, writes.copies().get(i), e);
            }
        }
        if (first != null && gone.isEmpty()) {
            Throwable refused = writes.refusals().cause();
            throw refused == null ? first : new CopiesRefused(refused);
        }
    }

    private static boolean failed(Future<RecordMetadata> done) {
        try {
            await(done);
            return false;
        } catch (ApiException e) {
            return true;
        }
    }

    /** Where a crash leaves some of them written and others not. */
    private static void sendHeads(Producer<byte[], byte[]> producer, List<ProducerRecord<byte[], byte[]>> heads) {
        if (heads.size() > 1 && Failpoint.SOME_HEADS_WRITTEN.armed()) {
            int half = heads.size() / 2;
            send(producer, heads.subList(0, half));
            Failpoint.SOME_HEADS_WRITTEN.pass();
            send(producer, heads.subList(half, heads.size()));
        } else {
            send(producer, heads);
        }
    }

    private static void pass(Failpoint point, List<ProducerRecord<byte[], byte[]>> written) {
        if (!written.isEmpty()) {
            point.pass();
        }
    }

    private static void send(Producer<byte[], byte[]> producer, List<ProducerRecord<byte[], byte[]>> records) {
        List<Future<RecordMetadata>> acks = new ArrayList<>(records.size());
        for (ProducerRecord<byte[], byte[]> record : records) {
            acks.add(producer.send(record));
        }
        for (Future<RecordMetadata> ack : acks) {
            await(ack);
        }
    }

    private static void await(Future<RecordMetadata> ack) {
        try {
            ack.get(ENDED.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e);
        } catch (TimeoutException e) {
            throw new KafkaException("a producer does not end what it was given", e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** What was written is harmless: see above. */
    @Override
    public boolean abort(Producer<byte[], byte[]> producer, RuntimeException failure) {
        return failure instanceof RetriableException;
    }

    /**
     * Nothing fences the former producer, and what it has under way may be older than what the next one writes: it must be
     * answered first, or given up by the client. Not where only copies are under way, to a topic that is gone: that of them which
     * is written yet, since the topic is made anew, would be there twice.
     */
    @Override
    public Duration patience(RuntimeException failure) {
        return failure instanceof TopicGone ? Duration.ZERO : ANSWERED;
    }

    @Override
    public Duration pause(RuntimeException failure) {
        return Duration.ZERO;
    }
}
