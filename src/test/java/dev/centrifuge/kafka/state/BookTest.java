package dev.centrifuge.kafka.state;

import dev.centrifuge.flow.count.Counts;
import dev.centrifuge.flow.count.Pair;
import dev.centrifuge.flow.count.Row;
import dev.centrifuge.flow.count.Tally;
import dev.centrifuge.flow.handover.CursorState;
import dev.centrifuge.flow.handover.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What is on record of a lane after any number of checkpoints, wherever their writes were cut off. */
class BookTest extends BookScene {
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
}
