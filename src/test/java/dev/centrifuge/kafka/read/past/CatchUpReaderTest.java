package dev.centrifuge.kafka.read.past;

import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import dev.centrifuge.flow.Budget;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.handover.Readiness;
import dev.centrifuge.flow.lane.Lane;
import dev.centrifuge.flow.lane.Lanes;
import dev.centrifuge.flow.progress.Progress;
import dev.centrifuge.kafka.RecordCodec;
import dev.centrifuge.kafka.read.FakeRouter;
import dev.centrifuge.kafka.read.LostAndFound;
import dev.centrifuge.time.Ticker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CatchUpReaderTest {
    private static final TopicPartition PARTITION = new TopicPartition("events", 0);
    private static final Ticker TICKER = Ticker.system();

    private final RecordCodec codec = new RecordCodec();
    private final RecordEntry entry = new RecordEntry(TICKER);
    private final ArrayDeque<Leg> inMemory = new ArrayDeque<>();
    private final FakeRouter router = new FakeRouter(List.of("crm"), (leg, ends) -> inMemory.add(leg));
    private final Lanes lanes = new Lanes(new Budget(2_000_000), router);
    private final Lane lane = lanes.own("events", 0, 1, null, new Progress(0), Map.of());
    private List<ConsumerRecord<byte[], byte[]>> log = List.of();
    private final List<SeekCounter> consumers = new ArrayList<>();
    private final List<CatchUpReader> readers = new ArrayList<>();

    /** Like a real one, it keeps what it has fetched until it is sought elsewhere or its partition is taken away. */
    private final class SeekCounter extends MockConsumer<byte[], byte[]> {
        private final ArrayDeque<ConsumerRecord<byte[], byte[]>> fetched = new ArrayDeque<>();
        private int seeks;

        SeekCounter() {
            super("none");
        }

        @Override
        public synchronized void assign(Collection<TopicPartition> partitions) {
            if (!partitions.contains(PARTITION)) {
                fetched.clear();
            }
            super.assign(partitions);
            updateBeginningOffsets(Map.of(PARTITION, 0L));
        }

        @Override
        public synchronized void seek(TopicPartition partition, long offset) {
            seeks++;
            fetched.clear();
            super.seek(partition, offset);
        }

        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            if (assignment().contains(PARTITION) && !paused().contains(PARTITION)) {
                long from = position(PARTITION);
                if (fetched.isEmpty()) {
                    log.stream().filter(record -> record.offset() >= from).forEach(fetched::add);
                }
                for (int i = 0; i < 250 && !fetched.isEmpty(); i++) {
                    addRecord(fetched.remove());
                }
            }
            return super.poll(timeout);
        }
    }

    CatchUpReaderTest() {
        router.ends = lanes.ends();
        lanes.at(1, 1);
        for (int slot = 0; slot < Lane.SWEEPS; slot++) {
            SeekCounter consumer = new SeekCounter();
            consumers.add(consumer);
            readers.add(new CatchUpReader(consumer, lanes, slot, entry, new Realigner(lanes, new LostAndFound())));
        }
    }

    private ConsumerRecord<byte[], byte[]> record(long offset, String id) {
        byte[] key = "web:u".getBytes(StandardCharsets.UTF_8);
        Envelope envelope = new Envelope("web", id, "track", 1, null, null);
        ProducerRecord<byte[], byte[]> sent = codec.encode("events", new Event(envelope, key, new byte[600]));
        return new ConsumerRecord<>(
                "events",
                0,
                offset,
                1,
                TimestampType.LOG_APPEND_TIME,
                key.length,
                600,
                key,
                sent.value(),
                sent.headers(),
                Optional.empty());
    }

    /** The main reader skips them: the destination is closed. */
    private void skipped() {
        lanes.ends().readiness("crm", Readiness.CLOSED, 1);
        log.forEach(record -> lanes.take(lane, entry.of(record)));
        assertThat(lane.skipped()).isEqualTo(log.size());
    }

    private void step() {
        lanes.plan();
        for (CatchUpReader reader : readers) {
            if (reader.follow()) {
                reader.poll(Duration.ZERO);
            }
        }
    }

    private static List<String> names(String prefix, int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> prefix + i + ">crm").toList();
    }

    @Test
    void aSweepThatStopsAndGoesOn_readsNothingTwice_andSkipsNothing() {
        log = IntStream.range(0, 3_000).mapToObj(i -> record(i, "m" + i)).toList();
        skipped();
        lanes.ends().readiness("crm", Readiness.READY, 1);

        int rests = 0;
        for (int i = 0; i < 20_000 && lane.detached() > 0; i++) {
            step();
            rests += lane.sweeps().stream().noneMatch(sweep -> sweep.running()) ? 1 : 0;
            for (int ends = 0; ends < 5 && !inMemory.isEmpty(); ends++) {
                lanes.ends().resolved(inMemory.remove());
            }
        }

        assertThat(router.delivered).isEqualTo(names("m", 0, 3_000));
        assertThat(lane.detached()).isZero();
        assertThat(rests).as("steps in which no sweep was running").isGreaterThan(20);
        assertThat(consumers.stream().mapToInt(consumer -> consumer.seeks).sum())
                .isEqualTo(1);
    }

    @Test
    void whatWasFetchedBeforeACut_isNotUsedAfterIt() {
        log = IntStream.range(0, 1_000).mapToObj(i -> record(i, "old" + i)).toList();
        skipped();
        lanes.ends().readiness("crm", Readiness.READY, 1);
        step();
        int handed = router.delivered.size();
        assertThat(handed).isBetween(1, 600);

        lane.fit(0, handed);
        log = Stream.concat(
                        log.stream().limit(handed),
                        IntStream.range(handed, 1_000).mapToObj(i -> record(i, "new" + i)))
                .toList();
        log.stream().skip(handed).forEach(record -> lanes.take(lane, entry.of(record)));
        for (int i = 0; i < 5_000 && lane.detached() > 0; i++) {
            step();
            while (!inMemory.isEmpty()) {
                lanes.ends().resolved(inMemory.remove());
            }
        }

        assertThat(router.delivered.subList(0, handed)).isEqualTo(names("old", 0, handed));
        assertThat(router.delivered.subList(handed, router.delivered.size()))
                .doesNotContainAnyElementsOf(names("old", 0, 1_000));
        assertThat(router.delivered).containsAll(names("new", handed, 1_000));
    }
}
