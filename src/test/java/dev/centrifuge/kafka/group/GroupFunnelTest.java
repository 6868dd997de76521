package dev.centrifuge.kafka.group;

import dev.centrifuge.flow.Delay;
import dev.centrifuge.flow.count.Balance;
import dev.centrifuge.flow.count.Funnel;
import dev.centrifuge.flow.count.FunnelRow;
import dev.centrifuge.flow.count.Group;
import dev.centrifuge.flow.count.Group.Share;
import dev.centrifuge.flow.count.Row;
import dev.centrifuge.flow.count.Tallies;
import dev.centrifuge.flow.count.Tally;
import dev.centrifuge.kafka.Topics;
import dev.centrifuge.kafka.state.CountedLane;
import dev.centrifuge.kafka.state.StateCodec;
import dev.centrifuge.time.Ticker;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Some nodes and what each of them says of all, while partitions go from one to another and nodes are killed. */
class GroupFunnelTest {
    private static final Topics TOPICS = Topics.of("t");
    private static final int PARTITIONS = 4;
    private static final int NODES = 3;

    private final Log[] logs = new Log[PARTITIONS];
    private final Node[] nodes = new Node[NODES];
    private Random random = new Random(0);
    private long nanos;

    private final Ticker ticker = new Ticker() {
        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public long millis() {
            return 1_000 + nanos / 1_000_000;
        }
    };

    /** A partition of state, and beside each record how many legs were received by what is committed then. */
    private static final class Log {
        final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        final List<Long> received = new ArrayList<>();

        long receivedAt(int end) {
            return end == 0 ? 0 : received.get(end - 1);
        }
    }

    /** A node's partition and its lane of a delay topic. */
    private record Owned(CountedLane events, CountedLane later) {

        Owned(int partition, StateCodec.Restorer restored) {
            this(
                    new CountedLane(new TopicPartition(TOPICS.events(), partition), restored),
                    new CountedLane(new TopicPartition(TOPICS.retry(Delay.SHORT), partition), restored));
        }

        long received() {
            return events.tallies.rows().stream()
                    .mapToLong(row -> row.counts().received())
                    .sum();
        }
    }

    private final class Node {
        final Map<Integer, Owned> owned = new HashMap<>();
        final int[] read = new int[PARTITIONS];
        Share share = Share.NOTHING;
        Map<Integer, Long> shared = Map.of();
        final GroupFunnel funnel = new GroupFunnel(TOPICS, PARTITIONS, () -> share, ticker);

        void gauge() {
            Funnel.Builder builder = new Funnel.Builder();
            Map<Integer, Long> received = new HashMap<>();
            owned.forEach((partition, lanes) -> {
                builder.add(null, lanes.events().tallies.rows(), gaps(lanes.events()));
                builder.add(Delay.SHORT, lanes.later().tallies.rows(), gaps(lanes.later()));
                received.put(partition, lanes.received());
            });
            share = new Share(Set.copyOf(owned.keySet()), builder.build(ticker.millis()));
            shared = received;
        }

        private List<Balance.Gap> gaps(CountedLane lane) {
            Map<String, Long> pending = new HashMap<>();
            for (Row row : lane.tallies.rows()) {
                pending.merge(
                        row.pair().destination(),
                        row.counts().open() + row.counts().skipped(),
                        Long::sum);
            }
            return Balance.gaps(lane.tallies.rows(), pending);
        }

        void follow(int partition, int records) {
            Log log = logs[partition];
            for (int left = records; left > 0 && read[partition] < log.records.size(); left--) {
                ProducerRecord<byte[], byte[]> record = log.records.get(read[partition]++);
                funnel.record(partition, record.key(), record.value(), ticker.millis());
            }
        }

        long expected() {
            long received = 0;
            for (int i = 0; i < PARTITIONS; i++) {
                received += shared.containsKey(i) ? shared.get(i) : logs[i].receivedAt(read[i]);
            }
            return received;
        }

        void check() {
            nanos += 1_000_000_000L;
            funnel.told(true);
            Group group = funnel.now();
            assertThat(group.unknown()).isZero();
            assertThat(group.here()).isEqualTo(shared.size());
            assertThat(group.here() + group.elsewhere()).isEqualTo(PARTITIONS);
            assertThat(group.funnel().total().received()).isEqualTo(expected());
            group.funnel().destinations().forEach(GroupFunnelTest::balances);
            group.funnel().pairs().forEach(GroupFunnelTest::balances);
            balances(group.funnel().total());
        }
    }

    private static void balances(FunnelRow row) {
        assertThat(row.delivered() + row.filtered() + row.dead() + row.lost() + row.pending() + row.missing())
                .as("%s", row)
                .isEqualTo(row.received());
        assertThat(row.missing() + row.repeated()).as("%s", row).isZero();
        assertThat(row.pending()).as("%s", row).isNotNegative();
    }

    private void start(long seed) {
        random = new Random(seed);
        for (int i = 0; i < PARTITIONS; i++) {
            logs[i] = new Log();
        }
        for (int i = 0; i < NODES; i++) {
            nodes[i] = new Node();
        }
    }

    private StateCodec.Restorer committed(int partition) {
        StateCodec.Restorer restorer = new StateCodec.Restorer();
        logs[partition].records.forEach(record -> restorer.accept(record.key(), record.value()));
        return restorer;
    }

    private void traffic(Owned lanes) {
        String destination = "d" + random.nextInt(3);
        Tally tally = lanes.events().tallies.of("s" + random.nextInt(2), destination);
        lanes.events().progress.advance(lanes.events().progress.mark());
        tally.receive();
        switch (random.nextInt(6)) {
            case 0 -> tally.filter();
            case 1 -> tally.die(1);
            case 2 -> tally.skip();
            case 3 -> tally.delay(1);
            case 4 -> {}
            default -> tally.deliver();
        }
    }

    /** Takes in what a checkpoint before has left for the delay topic; nobody sees it sooner. */
    private void takeIn(Owned lanes, int partition) {
        Tallies left = Tallies.restored(committed(partition).counts(TOPICS.events()));
        for (Row row : left.rows()) {
            Tally tally =
                    lanes.later().tallies.of(row.pair().source(), row.pair().destination());
            while (tally.counts().received() < row.counts().delayed()) {
                lanes.later().progress.advance(lanes.later().progress.mark());
                tally.receive();
                tally.deliver();
            }
        }
    }

    private void checkpoint(int partition, Owned lanes) {
        Log log = logs[partition];
        List<ProducerRecord<byte[], byte[]>> records =
                new ArrayList<>(lanes.events().checkpoint());
        long before = log.receivedAt(log.records.size());
        int head = records.size();
        records.addAll(lanes.later().checkpoint());
        for (int i = 0; i < records.size(); i++) {
            log.records.add(records.get(i));
            log.received.add(i + 1 < head ? before : lanes.received());
        }
    }

    /** @param killed what was not committed is gone with its node, whose share nobody asks for any more */
    private void move(int partition, Node to, boolean killed) {
        for (Node from : nodes) {
            Owned lanes = from.owned.remove(partition);
            if (lanes != null && !killed) {
                checkpoint(partition, lanes);
            }
        }
        to.owned.put(partition, new Owned(partition, committed(partition)));
    }

    private void step() {
        int partition = random.nextInt(PARTITIONS);
        Node node = nodes[random.nextInt(NODES)];
        switch (random.nextInt(20)) {
            case 0 -> move(partition, node, false);
            case 1 -> move(partition, node, true);
            case 2, 3, 4 -> node.gauge();
            case 5, 6 -> node.follow(partition, 1 + random.nextInt(6));
            case 7, 8 ->
                node.owned.forEach((number, lanes) -> {
                    takeIn(lanes, number);
                    checkpoint(number, lanes);
                });
            default -> node.owned.values().forEach(this::traffic);
        }
    }

    /**
     * In whatever order a partition is given up, taken over, committed, read and asked for: each answer has each partition once, and
     * balances.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void each_partition_is_counted_once_whoever_has_it(long seed) {
        start(seed);
        for (int i = 0; i < PARTITIONS; i++) {
            move(i, nodes[i % NODES], false);
        }
        for (int i = 0; i < 2_000; i++) {
            step();
            nodes[random.nextInt(NODES)].check();
        }
        for (int i = 0; i < PARTITIONS; i++) {
            int partition = i;
            for (Node node : nodes) {
                if (node.owned.containsKey(partition)) {
                    checkpoint(partition, node.owned.get(partition));
                }
            }
        }
        Set<List<FunnelRow>> answers = new HashSet<>();
        for (Node node : nodes) {
            for (int i = 0; i < PARTITIONS; i++) {
                node.follow(i, Integer.MAX_VALUE);
            }
            node.gauge();
            node.check();
            answers.add(node.funnel.now().funnel().destinations());
        }
        assertThat(answers).as("all nodes say the same once it is quiet").hasSize(1);
        assertThat(answers.iterator().next()).hasSize(3);
    }

    @Test
    void what_waits_elsewhere_is_told_and_what_waits_here_is_not() {
        start(1);
        move(0, nodes[0], false);
        move(1, nodes[1], false);
        for (int partition = 0; partition < 2; partition++) {
            Owned lanes = nodes[partition].owned.get(partition);
            Tally tally = lanes.events().tallies.of("web", "crm");
            for (int i = 0; i < 7; i++) {
                lanes.events().progress.advance(i);
                tally.receive();
            }
            tally.deliver();
            tally.skip();
            tally.skip();
            tally.delay(1);
            checkpoint(partition, lanes);
        }
        Node node = nodes[0];
        node.gauge();
        node.follow(0, 100);
        node.follow(1, 100);
        node.check();
        assertThat(node.funnel.now().behind()).isEqualTo(Map.of("crm", new Group.Behind(3, 2)));
        assertThat(node.funnel.now().checkpointAt()).isBetween(1_000L, ticker.millis());
        assertThat(node.funnel.now().funnel().total().pending()).isEqualTo(12);
    }

    @Test
    void what_was_not_read_yet_or_cannot_be_is_unknown() {
        start(1);
        GroupFunnel funnel = nodes[0].funnel;
        assertThat(funnel.now()).isEqualTo(Group.unknown(PARTITIONS));
        nanos += 2_000_000_000L;
        funnel.told(false);
        assertThat(funnel.now().unknown()).isEqualTo(PARTITIONS);
        funnel.record(2, ("mark/" + TOPICS.events()).getBytes(StandardCharsets.UTF_8), new byte[] {9, 9}, 1);
        nanos += 2_000_000_000L;
        funnel.told(true);
        assertThat(funnel.now().unknown()).isEqualTo(1);
        assertThat(funnel.now().elsewhere()).isEqualTo(PARTITIONS - 1);
        funnel.anew(2);
        nanos += 2_000_000_000L;
        funnel.told(true);
        assertThat(funnel.now().unknown()).isZero();
    }

    @Test
    void what_is_held_is_the_newest_of_each_key() {
        start(1);
        move(0, nodes[1], false);
        Owned lanes = nodes[1].owned.get(0);
        Map<String, Integer> newest = new LinkedHashMap<>();
        for (int i = 0; i < 500; i++) {
            traffic(lanes);
            checkpoint(0, lanes);
        }
        for (ProducerRecord<byte[], byte[]> record : logs[0].records) {
            newest.put(
                    new String(record.key(), StandardCharsets.UTF_8),
                    record.key().length + (record.value() == null ? 0 : record.value().length));
        }
        nodes[0].follow(0, Integer.MAX_VALUE);
        nodes[0].check();
        assertThat(nodes[0].funnel.bytes())
                .isLessThan(1_500)
                .isEqualTo(
                        newest.values().stream().mapToLong(Integer::longValue).sum());
    }
}
