package dev.centrifuge.kafka.read;

import dev.centrifuge.flow.Budget;
import dev.centrifuge.flow.lane.Lane;
import dev.centrifuge.flow.lane.Lanes;
import dev.centrifuge.flow.progress.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A partition is taken over whose committed mark is 100, and the record before that was of epoch 3. */
class EpochsTest {
    private static final TopicPartition PARTITION = new TopicPartition("events", 0);

    private final List<OffsetAndMetadata> sought = new ArrayList<>();
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none") {
        @Override
        public synchronized void seek(TopicPartition partition, OffsetAndMetadata to) {
            sought.add(to);
            super.seek(partition, to);
        }
    };
    private final Lanes lanes = new Lanes(new Budget(1_000_000), new FakeRouter(List.of(), (leg, ends) -> {}));
    private final Lane lane = lanes.own("events", 0, 1, null, new Progress(100), Map.of());
    private final Epochs epochs = new Epochs();

    EpochsTest() {
        consumer.assign(List.of(PARTITION));
        epochs.own(lane, OptionalInt.of(3));
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, int epoch) {
        return new ConsumerRecord<>(
                "events",
                0,
                offset,
                0,
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                new byte[0],
                new byte[0],
                new RecordHeaders(),
                Optional.of(epoch));
    }

    private List<Long> proven(List<ConsumerRecord<byte[], byte[]>> records) {
        return epochs.proven(lane, consumer, records).stream()
                .map(ConsumerRecord::offset)
                .toList();
    }

    @Test
    void sameLog_isReadFromTheMarkOn_inALaterEpochToo() {
        assertThat(epochs.from(lane, 0)).isEqualTo(99);
        assertThat(proven(List.of(record(99, 3), record(100, 3), record(101, 4))))
                .containsExactly(100L, 101L);
        assertThat(proven(List.of(record(102, 4)))).containsExactly(102L);
        assertThat(sought).isEmpty();
    }

    /** It was cut below the mark, and what has grown since is of a later epoch: the consumer is to find out where it differs. */
    @Test
    void otherLog_isGivenToNobody_andTheConsumerIsToldTheMarksEpoch() {
        assertThat(proven(List.of(record(99, 4), record(100, 4)))).isEmpty();
        assertThat(sought).containsExactly(new OffsetAndMetadata(100, Optional.of(3), ""));
        assertThat(epochs.from(lane, 0)).as("asked once").isEqualTo(100);
        assertThat(proven(List.of(record(100, 4)))).containsExactly(100L);
    }

    /** What is resolved was deleted up to the mark: the epoch of what comes next says nothing by itself. */
    @Test
    void deletedUpToTheMark_isForTheConsumerToFindOut() {
        assertThat(epochs.from(lane, 100)).isEqualTo(100);
        assertThat(proven(List.of(record(100, 5)))).isEmpty();
        assertThat(sought).containsExactly(new OffsetAndMetadata(100, Optional.of(3), ""));
    }

    /** The topic was made anew: there is no leader of that epoch to ask, and there may never be one. */
    @Test
    void earlierEpoch_isNotAskedFor() {
        assertThat(proven(List.of(record(99, 0), record(100, 0)))).containsExactly(100L);
        assertThat(sought).isEmpty();
    }

    @Test
    void unknownEpoch_asWhatAnOlderVersionWrote_isNotAsked() {
        Lane old = lanes.own("events", 1, 1, null, new Progress(100), Map.of());
        epochs.own(old, OptionalInt.empty());
        assertThat(epochs.from(old, 0)).isEqualTo(100);
    }

    @Test
    void realignedMeanwhile_nothingIsToBeProven() {
        epochs.moved(lane);
        assertThat(epochs.from(lane, 0)).isEqualTo(100);
        assertThat(proven(List.of(record(100, 7)))).containsExactly(100L);
    }

    @Test
    void epoch_isWrittenWhenItChanges_untilThatIsCommitted() {
        assertThat(epochs.unwritten(lane)).isNull();
        epochs.read(lane, record(100, 3));
        assertThat(epochs.unwritten(lane)).isNull();
        epochs.read(lane, record(101, 4));
        assertThat(epochs.unwritten(lane)).isEqualTo(4);
        assertThat(epochs.unwritten(lane)).isEqualTo(4);
        epochs.written(lane, 4);
        assertThat(epochs.unwritten(lane)).isNull();
    }
}
