package dev.centrifuge.kafka.read.past;

import dev.centrifuge.flow.Budget;
import dev.centrifuge.flow.lane.Lane;
import dev.centrifuge.flow.lane.Lanes;
import dev.centrifuge.flow.progress.Progress;
import dev.centrifuge.kafka.read.FakeRouter;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BoundsTest {
    private static final TopicPartition PARTITION = new TopicPartition("events", 0);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
    private final Lanes lanes = new Lanes(new Budget(1_000_000), new FakeRouter(List.of(), (leg, ends) -> {}));
    private final Lane lane = lanes.own("events", 0, 1, null, new Progress(100), Map.of());

    private void log(long start, long end) {
        consumer.updateBeginningOffsets(Map.of(PARTITION, start));
        consumer.updateEndOffsets(Map.of(PARTITION, end));
    }

    @Test
    void logThatWasCut_andHasGrownPastWhatWasRead_isReadFromTheCutOn() {
        log(0, 150);
        Map<TopicPartition, OffsetAndMetadata> differs = Map.of(PARTITION, new OffsetAndMetadata(60));
        LogTruncationException cut = new LogTruncationException(Map.of(PARTITION, 100L), differs);

        long lost = Bounds.after(cut, consumer, PARTITION).fit(PARTITION, lane, false);

        assertThat(lane.mark()).isEqualTo(60);
        assertThat(lost).as("records that were read and are gone").isEqualTo(40);
    }

    @Test
    void logThatEndsEarlier_isReadFromItsEndOn() {
        log(0, 70);
        OffsetOutOfRangeException gone = new OffsetOutOfRangeException(Map.of(PARTITION, 100L));

        Bounds.after(gone, consumer, PARTITION).fit(PARTITION, lane, false);

        assertThat(lane.mark()).isEqualTo(70);
    }

    @Test
    void logThatBeginsLater_isReadFromItsStartOn() {
        log(120, 150);
        OffsetOutOfRangeException gone = new OffsetOutOfRangeException(Map.of(PARTITION, 100L));

        long lost = Bounds.after(gone, consumer, PARTITION).fit(PARTITION, lane, false);

        assertThat(lane.mark()).isEqualTo(120);
        assertThat(lost).isEqualTo(20);
    }
}
