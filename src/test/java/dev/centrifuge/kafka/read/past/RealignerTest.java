package dev.centrifuge.kafka.read.past;

import dev.centrifuge.flow.Budget;
import dev.centrifuge.flow.lane.Lane;
import dev.centrifuge.flow.lane.Lanes;
import dev.centrifuge.flow.progress.Progress;
import dev.centrifuge.kafka.read.FakeRouter;
import dev.centrifuge.kafka.read.LostAndFound;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RealignerTest {
    private static final TopicPartition PARTITION = new TopicPartition("events", 0);

    private final MockConsumer<byte[], byte[]> told = new MockConsumer<>("none");
    private final Lanes lanes = new Lanes(new Budget(1_000_000), new FakeRouter(List.of(), (leg, ends) -> {}));
    private final Lane lane = lanes.own("events", 0, 1, null, new Progress(100), Map.of());
    private final LostAndFound listener = new LostAndFound();
    private final Realigner realigner = new Realigner(lanes, listener);
    private final List<String> moved = new ArrayList<>();

    RealignerTest() {
        realigner.tell((partition, which) -> moved.add("one " + partition + " " + which.mark()));
        realigner.tell((partition, which) -> moved.add("two " + partition + " " + which.mark()));
    }

    private void log(long start, long end) {
        told.updateBeginningOffsets(Map.of(PARTITION, start));
        told.updateEndOffsets(Map.of(PARTITION, end));
    }

    @Test
    void cut_isToldToEveryReader_afterTheLaneWasFitted() {
        log(0, 150);
        realigner.realign(
                told,
                new LogTruncationException(Map.of(PARTITION, 100L), Map.of(PARTITION, new OffsetAndMetadata(60))));

        assertThat(lane.mark()).isEqualTo(60);
        assertThat(lane.cuts()).isEqualTo(1);
        assertThat(moved).containsExactly("one events-0 60", "two events-0 60");
        assertThat(listener.lost).containsExactly(40L);
    }

    @Test
    void laterStart_isAnAlarm() {
        log(130, 150);
        realigner.realign(told, new OffsetOutOfRangeException(Map.of(PARTITION, 100L)));

        assertThat(lane.mark()).isEqualTo(130);
        assertThat(lane.cuts()).isZero();
        assertThat(listener.lost).containsExactly(30L);
    }

    @Test
    void nothingIsLost_withoutAnAlarm() {
        log(50, 150);
        realigner.realign(told, new OffsetOutOfRangeException(Map.of(PARTITION, 40L)));

        assertThat(lane.mark()).isEqualTo(100);
        assertThat(listener.lost).isEmpty();
        assertThat(moved).as("whoever asked must go on somewhere").hasSize(2);
    }

    @Test
    void partitionOfAnother_isLeftAlone() {
        log(130, 150);
        lanes.disown(lane);
        realigner.realign(told, new OffsetOutOfRangeException(Map.of(PARTITION, 100L)));

        assertThat(moved).isEmpty();
        assertThat(listener.lost).isEmpty();
    }
}
