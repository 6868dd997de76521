package dev.centrifuge.kafka.commit;

import dev.centrifuge.flow.count.Counts;
import dev.centrifuge.flow.count.Pair;
import dev.centrifuge.flow.count.Row;
import dev.centrifuge.flow.count.Tallies;
import dev.centrifuge.flow.count.Tally;
import dev.centrifuge.flow.lane.Checkpoint;
import dev.centrifuge.flow.lane.CursorState;
import dev.centrifuge.flow.lane.Scope;
import dev.centrifuge.flow.progress.Progress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is on record of a lane after any number of checkpoints, wherever their writes were cut off. */
class BookTest {
    private static final TopicPartition READ = new TopicPartition("events", 3);

    /** The compacted topic: the last value of each key. */
    private final Map<String, byte[]> log = new LinkedHashMap<>();

    /** Bytes of what was written, keys included, and how many records. */
    private long written;

    private int records;

    /** Whether records are with those of other lanes. */
    private boolean together;

    /** Bytes of what was written of counts. */
    private long counted;

    @Test
    void quietLane_isOneSmallRecordACheckpoint() {
        Lane lane = new Lane();
        lane.open(5, "first", "second");
        lane.checkpoint();
        lane.open(1, "first", "second");
        lane.checkpoint();
        written = 0;
        records = 0;
        for (int i = 0; i < 100; i++) {
            lane.resolveFirst("first", "second");
            lane.open(1, "first", "second");
            lane.checkpoint();
        }

        assertThat(records).isEqualTo(100);
        assertThat(written).as("key and value").isLessThan(100 * 40);
        lane.restoredIsWhatItIs();
    }

    @Test
    void whatRests_getsARecordOfItsOwn_andATombstoneInTheEnd() {
        Lane lane = new Lane();
        lane.open(1, "hung");
        lane.detach(Scope.pair("a", "b"), new CursorState(0));
        for (int i = 0; i < 60; i++) {
            lane.progress.advance(lane.progress.mark() + 100);
            lane.checkpoint();
        }

        assertThat(log).containsKeys("open/events/0", "cursor/events/a/b");
        assertThat(log.get("mark/events").length).isLessThan(8);
        lane.restoredIsWhatItIs();

        lane.resolveFirst("hung");
        lane.attach(Scope.pair("a", "b"));
        lane.checkpoint();
        lane.restoredIsWhatItIs();
        for (int i = 0; i < 60; i++) {
            lane.progress.advance(lane.progress.mark());
            lane.checkpoint();
        }
        assertThat(log).containsOnlyKeys("mark/events", "names/events");
        lane.restoredIsWhatItIs();
    }

    @Test
    void recordsOfTheFirstVersion_areReadAndWrittenOn() {
        log.put("mark/events", "2100".getBytes(StandardCharsets.US_ASCII));
        // Version 1: the offsets 2,048 + 3 and + 300 of "old".
        log.put("open/events/2", new byte[] {1, 1, 3, 'o', 'l', 'd', 2, 3, (byte) 0xa9, 2});
        log.put("open/events/1", new byte[] {1, 1, 3, 'o', 'l', 'd', 1, 7});
        log.put("cursor/events/old", "2099 4 11".getBytes(StandardCharsets.US_ASCII));
        Lane lane = new Lane();
        lane.restart();

        assertThat(lane.open()).containsExactly(1024 + 7 + " old", 2048 + 3 + " old");
        assertThat(lane.cursors).containsExactly(Map.entry(Scope.destination("old"), new CursorState(2099, 4)));
        lane.resolveFirst("old");
        lane.detach(Scope.destination("old"), new CursorState(2100));
        lane.checkpoint();
        assertThat(log).containsKey("open/events/1");
        lane.restoredIsWhatItIs();
    }

    /** As it was written while cursors said how many legs they had been left, and rows how many were open. */
    @Test
    void recordsOfVersionFour_areReadAndWrittenOn() {
        HexFormat hex = HexFormat.of();
        log.put("counts/events/0", hex.parseHex("0101030102013801030338101401040138"));
        log.put(
                "mark/events",
                hex.parseHex("043c01000204030171020103010172397401001001040004014002101420050403020102"));
        log.put("names/events", hex.parseHex("010503776562000363726d0361647303617070"));
        Lane lane = new Lane();
        lane.restart();

        assertThat(lane.open()).containsExactly("56 ads", "57 ads", "58 ads", "59 ads");
        assertThat(lane.cursors).containsExactly(Map.entry(Scope.pair("crm", "web"), new CursorState(3, 57)));
        assertThat(restorer().counts("events"))
                .containsExactlyInAnyOrder(
                        new Row(new Pair("app", "ads"), new Counts(1, 0, 1, 0, 0, 0, 0)),
                        new Row(Pair.events("web"), new Counts(60, 60, 0, 0, 0, 0, 0)),
                        new Row(new Pair("web", "ads"), new Counts(60, 56, 0, 0, 0, 0, 0)),
                        new Row(new Pair("web", "crm"), new Counts(60, 40, 0, 0, 0, 0, 20)));
        lane.detach(Scope.pair("crm", "web"), new CursorState(40));
        lane.resolveFirst("ads");
        lane.tallies.of("web", "ads").deliver();
        lane.checkpoint();
        assertThat(log.get("mark/events")[0]).isEqualTo((byte) 6);
        lane.restoredIsWhatItIs();
    }

    @Test
    void headThatIsTooLarge_isCut_andLeavesNothingBehind() {
        Lane lane = new Lane();
        lane.open(1, "a");
        lane.checkpoint();
        List<Scope> users = new ArrayList<>();
        for (int i = 0; i < 1_200; i++) {
            byte[] key = new byte[1_000];
            new Random(i).nextBytes(key);
            users.add(Scope.key("a", "s", key));
            lane.detach(users.get(i), new CursorState(i));
        }
        lane.checkpoint();

        assertThat(log.keySet()).filteredOn(key -> key.startsWith("part/")).hasSizeGreaterThan(2);
        assertThat(log.values()).allMatch(value -> value.length <= Parts.MOST);
        lane.restoredIsWhatItIs();
        lane.restart();
        users.forEach(lane::attach);
        lane.checkpoint();
        lane.restoredIsWhatItIs();
        lane.open(1, "a");
        lane.checkpoint();
        assertThat(log.keySet()).noneMatch(key -> key.startsWith("part/"));
        lane.restoredIsWhatItIs();
    }

    /** What a checkpoint costs at most for knowing what became of twenty destinations' legs: open ones are known without. */
    @Test
    void counts_areAFewBytes_howeverManyDestinationsAndLegs() {
        Lane lane = new Lane();
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            lane.route(500, random.nextInt(12));
            counted = i == 1_000 ? 0 : counted;
            lane.checkpoint();
        }

        assertThat(counted / 1_000.0)
                .as("a source's and twenty destinations' counts, own records among them")
                .isLessThan(20);
        assertThat(log).containsKey("counts/events/0");
        lane.restoredIsWhatItIs();
    }

    /** What twenty destinations were left by one source is to be seen by where their cursors stand. */
    @Test
    void counts_ofWhatIsLeftToCursors_areAFewBytes() {
        Lane lane = new Lane();
        lane.progress.advance(9_999);
        lane.checkpoint();
        for (int i = 0; i < 1_000; i++) {
            lane.progress.advance(lane.progress.mark() + 9);
            for (int d = 0; d < 20; d++) {
                Tally tally = lane.tallies.of("web", "destination-" + d);
                for (int event = 0; event < 10; event++) {
                    tally.receive();
                    tally.skip();
                }
                while (tally.counts().skipped() > 2_000 + 100 * d) {
                    tally.read();
                    tally.deliver();
                }
                long left = tally.counts().skipped();
                lane.detach(Scope.pair("destination-" + d, "web"), new CursorState(lane.progress.mark() - left));
            }
            counted = i == 100 ? 0 : counted;
            lane.checkpoint();
            assertThat(lane.restored()).isEqualTo(lane.expected(true));
        }

        assertThat(counted / 900.0).as("counts of twenty detached pairs").isLessThan(20);
    }

    /** As it was written before rows regarded cursors. */
    @Test
    void recordsOfVersionFive_areReadAndWrittenOn() {
        HexFormat hex = HexFormat.of();
        log.put("mark/events", hex.parseHex("053c00020101024f0105280203040201016d010501070100080101020100021014"));
        log.put("names/events", hex.parseHex("01050377656200036164730363726d026462"));
        log.put("counts/events/0", hex.parseHex("0101040102017801030378102801045378110414010503781050"));
        Lane lane = new Lane();
        lane.restart();

        assertThat(lane.cursors)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        Scope.pair("crm", "web"), new CursorState(40),
                        Scope.pair("ads", "web"), new CursorState(40),
                        Scope.pair("db", "web"), new CursorState(20),
                        Scope.key("db", "web", new byte[] {7}), new CursorState(5)));
        assertThat(restorer().counts("events"))
                .containsExactlyInAnyOrder(
                        new Row(Pair.events("web"), new Counts(60, 60, 0, 0, 0, 0, 0)),
                        new Row(new Pair("web", "ads"), new Counts(60, 40, 0, 0, 0, 0, 20)),
                        new Row(new Pair("web", "crm"), new Counts(60, 38, 2, 0, 0, 0, 20)),
                        new Row(new Pair("web", "db"), new Counts(60, 20, 0, 0, 0, 0, 40)));
        lane.detach(Scope.pair("db", "web"), new CursorState(30));
        lane.checkpoint();
        assertThat(log.get("mark/events")[0]).isEqualTo((byte) 6);
        lane.restoredIsWhatItIs();
    }

    /** Thousands of pairs of which few have traffic: heads list these. */
    @Test
    void counts_ofPairsThatRest_areNotListed() {
        Lane lane = new Lane();
        for (int source = 0; source < 300; source++) {
            for (int i = 0; i < 10; i++) {
                lane.tallies.of("s" + source, "d" + i).receive();
            }
        }
        for (int i = 0; i < 100; i++) {
            lane.progress.advance(lane.progress.mark());
            lane.tallies.of("s7", "d1").receive();
            lane.checkpoint();
        }

        assertThat(log.get("mark/events").length).isLessThan(30);
        lane.restoredIsWhatItIs();
    }

    @Test
    void counts_ofWhatIsNoMore_areInOneRow() {
        Lane lane = new Lane();
        for (int day = 0; day < 1_000; day++) {
            String destination = "d" + day;
            for (int i = 0; i < 3; i++) {
                lane.tallies.of("s", destination).receive();
                lane.tallies.of("s", destination).deliver();
            }
            lane.progress.advance(lane.progress.mark());
            lane.checkpoint();
            lane.tallies.fold(pair -> pair.destination().equals(destination));
            lane.checkpoint();
        }

        assertThat(restorer().counts("events"))
                .containsExactly(new Row(Pair.REMOVED, new Counts(3_000, 3_000, 0, 0, 0, 0, 0)));
        assertThat(log.keySet().stream().filter(key -> key.startsWith("counts/")))
                .hasSizeLessThan(4);
    }

    @Test
    void brokenRecords_areRefused() {
        Lane lane = new Lane();
        lane.open(3, "a");
        lane.checkpoint();
        byte[] whole = log.get("mark/events");
        for (int length = 0; length < whole.length; length++) {
            log.put("mark/events", Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> restorer().progress("events")).isInstanceOf(IllegalArgumentException.class);
        }
        log.put("mark/events", new byte[] {9, 1, 1});
        assertThatThrownBy(() -> restorer().progress("events")).isInstanceOf(IllegalArgumentException.class);
    }

    /**
     * A checkpoint is there whole or not at all: after a crash at any record of any checkpoint, after failures that wrote
     * some, all or nothing of it, and after both.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void checkpoints_areWholeOrNotThere_whereverTheirWritesEnd(long seed) {
        Random random = new Random(seed);
        together = seed % 2 == 0;
        Lane lane = new Lane();
        lane.restart();
        lane.checkpoint();
        for (int step = 0; step < 1_000; step++) {
            lane.act(random);
            Attempt attempt = lane.begin();
            List<ProducerRecord<byte[], byte[]>> all = attempt.records();
            boolean ends = random.nextInt(4) > 0;
            int until = ends ? all.size() : random.nextInt(all.size() + 1);
            all.subList(0, until).forEach(this::write);
            boolean headIsThere = until == all.size();
            assertThat(lane.restored()).as("seed %d step %d", seed, step).isEqualTo(lane.expected(headIsThere));
            if (ends && random.nextInt(10) > 0) {
                lane.ended(attempt, true);
            } else if (random.nextBoolean()) {
                lane.ended(attempt, false);
            } else {
                lane.restart();
            }
        }
        lane.checkpoint();
        lane.restoredIsWhatItIs();
    }

    private void write(ProducerRecord<byte[], byte[]> record) {
        StateRecords.Member member = StateRecords.Member.of("state", record.key());
        assertThat(member != null).isEqualTo(together);
        assertThat(record.partition()).isEqualTo(together ? 0 : READ.partition());
        if (member != null) {
            assertThat(member.partition()).isEqualTo(READ.partition());
        }
        String key = new String(member == null ? record.key() : member.key(), StandardCharsets.UTF_8);
        records++;
        written += key.length() + (record.value() == null ? 0 : record.value().length);
        log.remove(key);
        if (record.value() != null) {
            log.put(key, record.value());
            counted += counts(key, record.value());
        }
    }

    private int counts(String key, byte[] value) {
        return switch (key.substring(0, key.indexOf('/'))) {
            case "counts" -> key.length() + value.length;
            case "mark" ->
                value[0] == 6
                        ? Head.decode(value, new Names(log.get("names/events")))
                                .counts()
                                .remaining()
                        : 0;
            default -> 0;
        };
    }

    private StateCodec.Restorer restorer() {
        StateCodec.Restorer restorer = new StateCodec.Restorer(together);
        log.forEach((key, value) -> restorer.accept(key.getBytes(StandardCharsets.UTF_8), value));
        return restorer;
    }

    private record Attempt(Checkpoint.Changes changes, Writes writes) {
        List<ProducerRecord<byte[], byte[]>> records() {
            List<ProducerRecord<byte[], byte[]>> all = new ArrayList<>(writes.aside());
            all.addAll(writes.heads());
            return all;
        }
    }

    /** Progress, cursors, and what has changed of these since it was last told. */
    private final class Lane {
        Progress progress = new Progress(0);
        Tallies tallies = Tallies.restored(List.of());
        final Map<Scope, CursorState> cursors = new HashMap<>();
        private final Map<Scope, CursorState> dirty = new HashMap<>();
        private Book book = new Book(READ);
        private List<String> committed = List.of();
        private List<String> attempted = List.of();

        void open(int events, String... destinations) {
            for (int i = 0; i < events; i++) {
                long offset = progress.mark();
                progress.advance(offset);
                for (String destination : destinations) {
                    progress.take(offset, destination);
                }
            }
        }

        void resolveFirst(String... destinations) {
            for (String destination : destinations) {
                for (long offset = progress.lowestOpen(); offset < progress.mark(); offset++) {
                    if (progress.resolve(offset, destination)) {
                        break;
                    }
                }
            }
        }

        /** Events for twenty destinations, of which some are under way when the checkpoint begins. */
        void route(int events, int underWay) {
            for (int i = 0; i < events; i++) {
                tallies.source("web").routed();
            }
            for (int d = 0; d < 20; d++) {
                Tally tally = tallies.of("web", "destination-" + d);
                for (int i = 0; i < events; i++) {
                    tally.receive();
                }
                while (tally.counts().open() > underWay) {
                    tally.deliver();
                }
                for (long offset = progress.lowestOpen(); offset < progress.mark(); offset++) {
                    progress.resolve(offset, "destination-" + d);
                }
                for (long offset = progress.mark() + events - underWay; offset < progress.mark() + events; offset++) {
                    progress.take(offset, "destination-" + d);
                }
            }
            progress.advance(progress.mark() + events - 1);
        }

        void detach(Scope scope, CursorState state) {
            cursors.put(scope, state);
            dirty.put(scope, state);
        }

        void attach(Scope scope) {
            cursors.remove(scope);
            dirty.put(scope, null);
        }

        /** Some legs go through the funnel. */
        void count(Random random) {
            for (int i = random.nextInt(5); i > 0; i--) {
                Tallies.OfSource source = tallies.source("s" + random.nextInt(random.nextInt(50) == 0 ? 90 : 3));
                source.routed();
                for (int d = random.nextInt(5); d > 0; d--) {
                    Tally tally = source.of("d" + d);
                    tally.receive();
                    switch (random.nextInt(8)) {
                        case 0 -> tally.skip();
                        case 1 -> tally.read();
                        case 2 -> tally.filter();
                        case 3 -> tally.die(1);
                        case 4 -> {}
                        default -> tally.deliver();
                    }
                }
            }
            if (random.nextInt(40) == 0) {
                String some = "d" + random.nextInt(5);
                tallies.fold(pair -> pair.destination().equals(some));
            }
        }

        void act(Random random) {
            count(random);
            for (int i = random.nextInt(4); i > 0; i--) {
                progress.advance(progress.mark() + (random.nextInt(20) == 0 ? 1_500 : 0));
                open(random.nextInt(4), "d" + random.nextInt(9), "d" + random.nextInt(3));
            }
            for (int i = random.nextInt(random.nextInt(10) == 0 ? 200 : 8); i > 0 && progress.openLegs() > 0; i--) {
                resolveFirst("d" + random.nextInt(9));
            }
            if (random.nextInt(4) == 0) {
                String destination = "d" + random.nextInt(5);
                Scope scope =
                        switch (random.nextInt(3)) {
                            case 0 -> Scope.destination(destination);
                            case 1 -> Scope.pair(destination, "s" + random.nextInt(3));
                            default -> Scope.key(destination, "s", new byte[] {-1, (byte) random.nextInt(3)});
                        };
                if (random.nextBoolean()) {
                    long mark = progress.mark();
                    detach(scope, new CursorState(mark - random.nextInt(1 + (int) mark)));
                } else {
                    attach(scope);
                }
            }
        }

        Attempt begin() {
            Writes writes = Writes.none(new MockConsumer<byte[], byte[]>("none").groupMetadata());
            Checkpoint.Changes changes = new Checkpoint.Changes(
                    progress.takeChanges(), new HashMap<>(dirty), Map.of(), tallies.takeChanges(), 0);
            dirty.clear();
            attempted = view(progress, cursors, tallies.rows());
            book.write("state", changes, writes);
            return new Attempt(changes, writes);
        }

        void ended(Attempt attempt, boolean done) {
            book.ended(done);
            if (!done) {
                progress.giveBack(attempt.changes.progress());
                tallies.giveBack(attempt.changes.counts());
                attempt.changes.cursors().keySet().forEach(scope -> dirty.put(scope, cursors.get(scope)));
            }
        }

        void checkpoint() {
            Attempt attempt = begin();
            attempt.records().forEach(BookTest.this::write);
            expected(true);
            ended(attempt, true);
        }

        /** A new process. */
        void restart() {
            StateCodec.Restorer restorer = restorer();
            Progress known = restorer.progress("events");
            progress = known == null ? new Progress(0) : known;
            tallies = Tallies.restored(restorer.counts("events"));
            cursors.clear();
            cursors.putAll(restorer.cursors("events"));
            dirty.clear();
            book = restorer.book(READ);
        }

        /** What a new process would start from. */
        List<String> restored() {
            StateCodec.Restorer restorer = restorer();
            return view(restorer.progress("events"), restorer.cursors("events"), restorer.counts("events"));
        }

        List<String> expected(boolean headIsThere) {
            committed = headIsThere ? attempted : committed;
            return committed;
        }

        void restoredIsWhatItIs() {
            assertThat(restored()).isEqualTo(view(progress, cursors, tallies.rows()));
        }

        List<String> open() {
            List<String> open = new ArrayList<>();
            for (long offset = progress.lowestOpen(); offset < progress.mark(); offset++) {
                long at = offset;
                progress.forEachOpen(offset, destination -> open.add(at + " " + destination));
            }
            return open;
        }

        private List<String> view(Progress of, Map<Scope, CursorState> scopes, List<Row> rows) {
            TreeSet<String> view = new TreeSet<>();
            view.add("mark " + of.mark());
            for (long offset = of.lowestOpen(); offset < of.mark(); offset++) {
                long at = offset;
                of.forEachOpen(offset, destination -> view.add(at + " " + destination));
            }
            scopes.forEach((scope, state) -> view.add(scope + " " + state));
            rows.forEach(row -> view.add(row.toString()));
            return List.copyOf(view);
        }
    }
}
