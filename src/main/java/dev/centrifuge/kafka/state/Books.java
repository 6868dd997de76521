package dev.centrifuge.kafka.state;

import dev.centrifuge.flow.lane.Checkpoint;
import dev.centrifuge.flow.lane.Lane;
import dev.centrifuge.kafka.commit.Writes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What is on record of each lane of this node. One checkpoint at a time. Belongs to the log thread. */
public final class Books {
    private final String stateTopic;
    private final Map<Lane, Book> books = new HashMap<>();
    private final List<Book> underWay = new ArrayList<>();

    /** Records that bring over what a sole reader left of a lane. */
    private final Map<Lane, List<ProducerRecord<byte[], byte[]>>> coming = new HashMap<>();

    /** Those that the checkpoint under way brings over. */
    private Set<Lane> comingNow = Set.of();

    public Books(String stateTopic) {
        this.stateTopic = stateTopic;
    }

    /**
     * A lane was taken over.
     *
     * @param restored what {@code state} says of its partition; null where nothing was read of it
     */
    public void open(Lane lane, StateCodec.@Nullable Restorer restored) {
        TopicPartition read = new TopicPartition(lane.topic(), lane.partition());
        books.put(lane, restored == null ? new Book(read) : restored.book(read));
        List<ProducerRecord<byte[], byte[]>> elsewhere =
                restored == null ? List.of() : restored.coming(stateTopic, read);
        if (!elsewhere.isEmpty()) {
            coming.put(lane, elsewhere);
        }
    }

    /** A lane has gone elsewhere. */
    public void close(Lane lane) {
        books.remove(lane);
        coming.remove(lane);
    }

    /** Whether there are lanes that {@link #bring} would bring over. */
    public boolean brings() {
        return !coming.isEmpty();
    }

    /**
     * Adds the records that bring lanes over to where their checkpoints are from now on. All that is on record of a lane has to become
     * so at once: only in a transaction.
     *
     * @return these lanes
     */
    public Set<Lane> bring(Writes writes) {
        coming.values().forEach(writes.aside()::addAll);
        comingNow = Set.copyOf(coming.keySet());
        return comingNow;
    }

    /** The record of the leader epoch that the record before a lane's mark is of: to be written before the mark. */
    public ProducerRecord<byte[], byte[]> epoch(Lane lane, int epoch) {
        return book(lane).records(stateTopic).epoch(epoch);
    }

    private Book book(Lane lane) {
        Book book = books.get(lane);
        if (book == null) {
            throw new IllegalStateException("nothing is known of what is on record of " + lane.topic());
        }
        return book;
    }

    /** Adds the records of what changed in a lane. {@link #ended} must be told before the next checkpoint. */
    public void write(Lane lane, Checkpoint.Changes changes, Writes writes) {
        Book book = book(lane);
        book.write(stateTopic, changes, writes);
        underWay.add(book);
    }

    /** How the checkpoint ended: whether all that was written is committed. */
    public void ended(boolean committed) {
        underWay.forEach(book -> book.ended(committed));
        underWay.clear();
        if (committed) {
            coming.keySet().removeAll(comingNow);
        }
        comingNow = Set.of();
    }
}
