package dev.centrifuge.kafka.commit;

import dev.centrifuge.fault.Failpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Four steps, each acknowledged before the next: for the one reader of an embedded broker, which needs no fence, since
 * the directory's lock keeps any other away.
 *
 * <pre>
 *   copies ──acks──▶ open legs ──acks──▶ cursors ──acks──▶ marks
 * </pre>
 *
 * <p>A crash between two steps loses nothing: a copy that was written while its leg is still open is sent twice; open
 * legs above the old mark are read again; a cursor above it is taken back to it. So what can be doubled is bounded by one checkpoint, as in a transaction.
 *
 * <p>Why no transaction here: a lone broker that is killed between a transaction's decision and its markers can come back
 * without writing the markers, and the partition never has another stable offset. It happened once in 16 kills; see
 * RATIONALE for what was seen and what was inferred.
 */
public final class OrderedCommit implements CommitStyle {

    @Override
    public void open(Producer<byte[], byte[]> producer) {
        // Nothing can be undecided.
    }

    @Override
    public void write(Producer<byte[], byte[]> producer, Writes writes) {
        send(producer, writes.copies());
        Failpoint.CHECKPOINT_UNCOMMITTED.pass();
        pass(Failpoint.COPIES_WRITTEN, writes.copies());
        send(producer, writes.open());
        Failpoint.OPEN_LEGS_WRITTEN.pass();
        send(producer, writes.cursors());
        pass(Failpoint.CURSORS_WRITTEN, writes.cursors());
        send(producer, writes.marks());
        Failpoint.CHECKPOINT_COMMITTED.pass();
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
            ack.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    @Override
    public void abort(Producer<byte[], byte[]> producer) {
        // What was written is harmless: see above.
    }
}
