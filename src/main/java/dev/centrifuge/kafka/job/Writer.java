package dev.centrifuge.kafka.job;

import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Replay;
import dev.centrifuge.fault.Failpoint;
import dev.centrifuge.flow.job.Batch;
import dev.centrifuge.flow.job.Job;
import dev.centrifuge.flow.job.Progress;
import dev.centrifuge.flow.job.Redriven;
import dev.centrifuge.flow.job.Stretch;
import dev.centrifuge.kafka.HeaderText;
import dev.centrifuge.kafka.RecordCodec;
import dev.centrifuge.kafka.Topics;
import dev.centrifuge.kafka.read.past.LegCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Makes a step of a job durable: its copies, then where the job stands with them. In a group this is one transaction, and a
 * node that has the jobs no more is fenced by the one that has. With the embedded broker it is two writes, one after the
 * other: of copies that were written while the second one was not, each says which job copied it from where, so they are found
 * behind the recorded {@link Stretch#tail}, and not copied again. (Why no transaction there: see
 * {@link dev.centrifuge.kafka.commit.OrderedCommit}.)
 *
 * <p>Whatever fails, nobody knows what was written: the owner begins anew, from what is on record. Blocks; belongs to the
 * jobs' thread.
 */
final class Writer implements AutoCloseable {
    /** From where a copy was made: an offset, or two of them for an event of a letter's range. */
    static final String COPIED = "copied";

    /** All that jobs record stands in this partition of {@code state}; who owns it, runs them. */
    static final int PARTITION = 0;

    private static final Duration ENDED = Duration.ofSeconds(30);
    private static final Duration CLOSE = Duration.ofSeconds(8);

    private final Producer<byte[], byte[]> producer;
    private final Topics topics;
    private final boolean transactions;
    private final RecordCodec records = new RecordCodec();

    Writer(Producer<byte[], byte[]> producer, Topics topics, boolean transactions) {
        this.producer = producer;
        this.topics = topics;
        this.transactions = transactions;
    }

    /**
     * Takes the jobs over: what a former owner has under way is decided then, and it writes no more.
     *
     * @return the offset in {@code state}'s partition {@link #PARTITION} below which all of that stands
     */
    long claim(String node) {
        if (transactions) {
            producer.initTransactions();
            producer.beginTransaction();
        }
        long offset = await(producer.send(state("jobowner/0", node.getBytes(StandardCharsets.UTF_8))))
                .offset();
        commit();
        return offset;
    }

    /** Copies of one step and where the job stands with them. @return the same, with the copies' tail in its stretch */
    Progress write(Job job, Progress before, Batch batch, Map<Redriven.ChunkId, byte[]> chunks, long nowMillis) {
        begin();
        List<Future<RecordMetadata>> acks = new ArrayList<>();
        for (Batch.Copy copy : batch.copies()) {
            acks.add(producer.send(copy(job, batch.stretch().partition(), copy, nowMillis)));
        }
        Stretch stretch = batch.stretch();
        for (Future<RecordMetadata> ack : acks) {
            stretch = stretch.tail(await(ack).offset() + 1);
        }
        if (!acks.isEmpty()) {
            Failpoint.JOB_COPIES_WRITTEN.pass();
        }
        Progress now = before.step(stretch, batch.tally());
        record(job.id(), now, chunks);
        return now;
    }

    /** Where a job stands, and letters that it has redriven; null forgets it. */
    void write(String job, @Nullable Progress progress, Map<Redriven.ChunkId, byte[]> chunks) {
        begin();
        record(job, progress, chunks);
    }

    /** Forgets chunks. */
    void forget(List<Redriven.ChunkId> chunks) {
        begin();
        List<Future<RecordMetadata>> acks = new ArrayList<>();
        chunks.forEach(id -> acks.add(producer.send(state(Board.REDRIVEN + "/" + id, null))));
        acks.forEach(Writer::await);
        commit();
    }

    private void record(String job, @Nullable Progress progress, Map<Redriven.ChunkId, byte[]> chunks) {
        List<Future<RecordMetadata>> acks = new ArrayList<>();
        chunks.forEach((id, chunk) -> acks.add(producer.send(state(Board.REDRIVEN + "/" + id, chunk))));
        acks.add(producer.send(state(Board.RUN + "/" + job, progress == null ? null : JobCodec.encode(progress))));
        acks.forEach(Writer::await);
        commit();
    }

    private void begin() {
        if (transactions) {
            producer.beginTransaction();
        }
    }

    private void commit() {
        if (transactions) {
            producer.commitTransaction();
        }
    }

    private ProducerRecord<byte[], byte[]> state(String key, byte @Nullable [] value) {
        return new ProducerRecord<>(topics.state(), PARTITION, key.getBytes(StandardCharsets.UTF_8), value);
    }

    private ProducerRecord<byte[], byte[]> copy(Job job, int partition, Batch.Copy copy, long nowMillis) {
        Envelope envelope = copy.event().envelope().replayed(new Replay(job.id(), nowMillis));
        List<Header> headers = records.headers(envelope);
        headers.add(HeaderText.of(LegCodec.DESTINATION, copy.destination()));
        headers.add(
                HeaderText.of(COPIED, copy.inside() < 0 ? "" + copy.origin() : copy.origin() + "/" + copy.inside()));
        long event = copy.inside() >= 0 ? copy.inside() : job.kind() == Job.Kind.REPLAY ? copy.origin() : -1;
        if (event >= 0) {
            headers.add(HeaderText.of(LegCodec.EVENT, event));
            headers.add(HeaderText.of("attempts", 0));
        }
        return new ProducerRecord<>(
                topics.replay(), partition, copy.event().key(), copy.event().body(), headers);
    }

    private static RecordMetadata await(Future<RecordMetadata> ack) {
        try {
            return ack.get(ENDED.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e);
        } catch (TimeoutException e) {
            throw new KafkaException("a producer does not end what it was given", e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** What is under way is answered first, or given up by the client: the next owner reads what there is then. */
    @Override
    public void close() {
        producer.close(CLOSE);
    }
}
