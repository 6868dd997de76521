package dev.centrifuge.kafka.state;

import dev.centrifuge.flow.handover.CursorState;
import dev.centrifuge.flow.handover.Scope;
import dev.centrifuge.flow.progress.Progress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Where records of lanes are, and who finds them. */
class StateLoaderTest {
    private static final String STATE = "a.b.state";
    private static final String EVENTS = "a.b.events";
    private static final String RETRY = "a.b.retry.30s";
    private static final List<Integer> ALL = List.of(0, 1, 2);

    private final List<ProducerRecord<byte[], byte[]>> log = new ArrayList<>();

    private static StateRecords of(String topic, int partition, boolean together) {
        return new StateRecords(STATE, new TopicPartition(topic, partition), together);
    }

    private static byte[] mark(long mark) {
        return Long.toString(mark).getBytes(StandardCharsets.US_ASCII);
    }

    private Map<Integer, StateCodec.Restorer> load(boolean sole, List<Integer> partitions) {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        Map<TopicPartition, Long> ends = new HashMap<>();
        Map<TopicPartition, Long> beginnings = new HashMap<>();
        ALL.forEach(i -> ends.put(new TopicPartition(STATE, i), 0L));
        ALL.forEach(i -> beginnings.put(new TopicPartition(STATE, i), 0L));
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (ProducerRecord<byte[], byte[]> record : log) {
            TopicPartition partition = new TopicPartition(STATE, record.partition());
            long offset = ends.merge(partition, 1L, Long::sum) - 1;
            if (partitions.contains(record.partition()) || record.partition() == 0) {
                records.add(new ConsumerRecord<>(STATE, record.partition(), offset, record.key(), record.value()));
            }
        }
        MockConsumer<byte[], byte[]> uncommitted = new MockConsumer<>("earliest");
        for (MockConsumer<byte[], byte[]> each : List.of(consumer, uncommitted)) {
            each.updateBeginningOffsets(beginnings);
            each.updateEndOffsets(ends);
            each.schedulePollTask(() -> records.stream()
                    .filter(record -> each.assignment().contains(new TopicPartition(STATE, record.partition())))
                    .forEach(each::addRecord));
        }
        return new StateLoader(STATE, uncommitted, consumer, sole).load(partitions);
    }

    /** Something of each kind, together. */
    private void soleReaderWrote() {
        for (int i : ALL) {
            log.add(of(EVENTS, i, true).epoch(7 + i));
            log.add(of(EVENTS, i, true).cursor(Scope.pair("d", "s"), new CursorState(3)));
            log.add(of(EVENTS, i, true).suppressed(0, new byte[] {1}));
            log.add(of(EVENTS, i, true).head(mark(100 + i)));
            log.add(of(RETRY, i, true).head(mark(200 + i)));
        }
    }

    private static void foundAll(StateCodec.Restorer of, int i) {
        assertThat(mark(of, EVENTS)).isEqualTo(100 + i);
        assertThat(mark(of, RETRY)).isEqualTo(200 + i);
        assertThat(of.epoch(EVENTS)).hasValue(7 + i);
        assertThat(of.cursors(EVENTS)).containsExactly(Map.entry(Scope.pair("d", "s"), new CursorState(3)));
        assertThat(of.suppressed(EVENTS)).containsOnlyKeys(0L);
    }

    private static long mark(StateCodec.Restorer of, String topic) {
        Progress progress = of.progress(topic);
        return progress == null ? -1 : progress.mark();
    }

    @Test
    void soleReader_findsEachPartitionsRecords_whereAllAreTogether() {
        soleReaderWrote();
        assertThat(log).extracting(ProducerRecord::partition).containsOnly(0);

        Map<Integer, StateCodec.Restorer> loaded = load(true, ALL);
        for (int i : ALL) {
            foundAll(loaded.get(i), i);
        }
    }

    /** Records of operators are among them, and of a partition that was never read there are none. */
    @Test
    void soleReader_ofAnEmptyLog_writesTogether() {
        log.add(new ProducerRecord<>(STATE, 0, "operator/crm".getBytes(StandardCharsets.UTF_8), new byte[] {'{'}));

        Map<Integer, StateCodec.Restorer> loaded = load(true, ALL);
        assertThat(loaded).containsOnlyKeys(ALL);
        assertThat(loaded.get(2)
                        .book(new TopicPartition(EVENTS, 2))
                        .records(STATE)
                        .together())
                .isTrue();
    }

    @Test
    void partitionThatWasBegunApart_staysSo() {
        log.add(of(EVENTS, 1, false).epoch(4));
        log.add(of(EVENTS, 1, false).head(mark(11)));
        log.add(of(EVENTS, 2, true).head(mark(22)));

        Map<Integer, StateCodec.Restorer> loaded = load(true, ALL);
        assertThat(mark(loaded.get(1), EVENTS)).isEqualTo(11);
        assertThat(loaded.get(1).epoch(EVENTS)).hasValue(4);
        assertThat(loaded.get(1)
                        .book(new TopicPartition(RETRY, 1))
                        .records(STATE)
                        .together())
                .isFalse();
        assertThat(mark(loaded.get(2), EVENTS)).isEqualTo(22);
    }

    @Test
    void memberOfAGroup_writesApart() {
        Map<Integer, StateCodec.Restorer> loaded = load(false, List.of(1, 2));

        assertThat(loaded).containsOnlyKeys(1, 2);
        assertThat(loaded.get(1)
                        .book(new TopicPartition(EVENTS, 1))
                        .records(STATE)
                        .together())
                .isFalse();
    }

    /** As often as it takes, since it may die before its first checkpoint. */
    @Test
    void memberOfAGroup_bringsOverWhatASoleReaderLeft() {
        soleReaderWrote();
        for (List<Integer> mine : List.of(List.of(1), List.of(0, 1))) {
            StateCodec.Restorer one = load(false, mine).get(1);
            foundAll(one, 1);
            assertThat(one.book(new TopicPartition(EVENTS, 1)).records(STATE).together())
                    .isFalse();
            assertThat(one.coming(STATE, new TopicPartition(EVENTS, 1))).hasSize(4);
            assertThat(one.coming(STATE, new TopicPartition(RETRY, 1))).hasSize(1);
        }

        StateCodec.Restorer before = load(false, List.of(1)).get(1);
        log.addAll(before.coming(STATE, new TopicPartition(EVENTS, 1)));
        log.addAll(before.coming(STATE, new TopicPartition(RETRY, 1)));
        StateCodec.Restorer after = load(false, List.of(1)).get(1);
        foundAll(after, 1);
        assertThat(after.coming(STATE, new TopicPartition(EVENTS, 1))).isEmpty();
        assertThat(after.coming(STATE, new TopicPartition(RETRY, 1))).isEmpty();
        foundAll(load(true, ALL).get(1), 1);
    }

    /** Whichever is further: those that are together are the older ones, though they say more. */
    @Test
    void ofRecordsInBothPlaces_thePartitionsOwnCount() {
        log.add(of(EVENTS, 1, true).epoch(7));
        log.add(of(EVENTS, 1, true).suppressed(0, new byte[] {1}));
        log.add(of(EVENTS, 1, true).cursor(Scope.pair("d", "s"), new CursorState(3)));
        log.add(of(EVENTS, 1, true).head(mark(22)));
        log.add(of(EVENTS, 1, false).head(mark(11)));
        for (boolean sole : List.of(true, false)) {
            StateCodec.Restorer one = load(sole, ALL).get(1);
            assertThat(mark(one, EVENTS)).isEqualTo(11);
            assertThat(one.epoch(EVENTS)).isEmpty();
            assertThat(one.cursors(EVENTS)).isEmpty();
            assertThat(one.suppressed(EVENTS)).isEmpty();
            assertThat(one.coming(STATE, new TopicPartition(EVENTS, 1))).isEmpty();
        }
    }

    /** A group has brought over one lane of two, as one of before did that has not known how. */
    @Test
    void soleReader_goesOnWhereEachLaneIs() {
        log.add(of(EVENTS, 1, true).head(mark(10)));
        log.add(of(RETRY, 1, true).head(mark(20)));
        log.add(of(EVENTS, 1, false).head(mark(30)));

        StateCodec.Restorer one = load(true, ALL).get(1);
        assertThat(mark(one, EVENTS)).isEqualTo(30);
        assertThat(mark(one, RETRY)).isEqualTo(20);
        assertThat(one.book(new TopicPartition(EVENTS, 1)).records(STATE).together())
                .isFalse();
        assertThat(one.book(new TopicPartition(RETRY, 1)).records(STATE).together())
                .isTrue();
        assertThat(one.coming(STATE, new TopicPartition(RETRY, 1))).isEmpty();
    }
}
