package dev.centrifuge.kafka.commit;

import dev.centrifuge.flow.lane.Checkpoint;
import dev.centrifuge.flow.lane.Lane;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What is on record of each lane of this node. One checkpoint at a time. Belongs to the log thread. */
public final class Books {
    private final String stateTopic;
    private final Map<Lane, Book> books = new HashMap<>();
    private final List<Book> underWay = new ArrayList<>();

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
    }

    /** A lane has gone elsewhere. */
    public void close(Lane lane) {
        books.remove(lane);
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
    }
}
