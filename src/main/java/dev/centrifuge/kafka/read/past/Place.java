package dev.centrifuge.kafka.read.past;

import dev.centrifuge.flow.lane.Sweep;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a sweep reads, and the records at hand there: a sweep stops and goes on as its scopes fill and empty, many times a
 * second, and what was fetched and not taken would be fetched again each time.
 *
 * <pre>
 *   begin      taken      end
 *     |==========|---------|........      begin to end: at hand; the consumer stands at end
 * </pre>
 *
 * <p>Belongs to the log thread.
 */
public final class Place {
    /** A stopped sweep's records are kept up to so many bytes. */
    private static final long MOST_KEPT = 1024 * 1024;

    private final TopicPartition partition;
    private final Sweep sweep;
    private final int cuts;
    private List<ConsumerRecord<byte[], byte[]>> records = List.of();
    private int taken;
    private boolean paused;
    private long begin = -1;
    private long end = -1;

    /** @param cuts how many times the log was cut before */
    Place(TopicPartition partition, Sweep sweep, int cuts) {
        this.partition = partition;
        this.sweep = sweep;
        this.cuts = cuts;
    }

    int cuts() {
        return cuts;
    }

    TopicPartition partition() {
        return partition;
    }

    Sweep sweep() {
        return sweep;
    }

    /** Whether what is at hand goes on where the sweep is; if not, nothing is, and the consumer must be told to go there. */
    boolean aim() {
        long next = sweep.next();
        if (begin < 0 || next < begin || next > end) {
            records = List.of();
            taken = 0;
            begin = next;
            end = next;
            return false;
        }
        while (taken > 0 && records.get(taken - 1).offset() >= next) {
            taken--;
        }
        return true;
    }

    /** The consumer is not where this says. */
    void lose() {
        begin = -1;
    }

    /** What the consumer gave, when everything at hand was taken. */
    void fetched(List<ConsumerRecord<byte[], byte[]>> more, long position) {
        records = more;
        taken = 0;
        begin = end;
        end = position;
    }

    /** The consumer has come to {@code position}, with no record on the way that was not taken. */
    void stands(long position) {
        end = Math.max(end, position);
        sweep.passed(end);
    }

    /** Gives the sweep what is at hand until it stops; whether there was anything. */
    boolean serve(RecordEntry entry, Runnable each) {
        int before = taken;
        while (taken < records.size() && sweep.running()) {
            sweep.take(entry.of(records.get(taken)));
            taken++;
            each.run();
        }
        if (sweep.running()) {
            sweep.passed(end);
        }
        return taken > before;
    }

    /** Whether the consumer should fetch: the sweep reads, and has taken everything. */
    boolean hungry() {
        return sweep.running() && taken == records.size();
    }

    /** Whether the consumer fetches nothing here. */
    boolean paused() {
        return paused;
    }

    /** What is at hand is kept while the sweep rests, unless that is much. */
    void paused(boolean now) {
        paused = now;
        if (paused && bytesAtHand() > MOST_KEPT) {
            records = List.of();
            taken = 0;
            lose();
        }
    }

    private long bytesAtHand() {
        long bytes = 0;
        for (int i = taken; i < records.size(); i++) {
            bytes += records.get(i).serializedValueSize();
        }
        return bytes;
    }
}
