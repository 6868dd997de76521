package dev.centrifuge.kafka.state;

import dev.centrifuge.flow.count.Row;
import dev.centrifuge.flow.count.Tallies;
import dev.centrifuge.flow.count.Tally;
import dev.centrifuge.flow.handover.CursorState;
import dev.centrifuge.flow.handover.Scope;
import dev.centrifuge.flow.lane.Checkpoint;
import dev.centrifuge.flow.progress.Progress;
import dev.centrifuge.kafka.commit.Writes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

import static org.assertj.core.api.Assertions.assertThat;

/** A lane, what its checkpoints write, and the log that has it. */
abstract class BookScene {
    static final TopicPartition READ = new TopicPartition("events", 3);

    /** The compacted topic: the last value of each key. */
    final Map<String, byte[]> log = new LinkedHashMap<>();

    /** Bytes of what was written, keys included, and how many records. */
    long written;

    int records;

    /** Whether records are with those of other lanes. */
    boolean together;

    /** Bytes of what was written of counts. */
    long counted;

    void write(ProducerRecord<byte[], byte[]> record) {
        StateRecords.Member member = StateRecords.Member.of("state", record.key());
        assertThat(member != null).isEqualTo(together);
        assertThat(record.partition()).isEqualTo(together ? 0 : READ.partition());
        if (member != null) {
            assertThat(member.partition()).isEqualTo(READ.partition());
        }
        String key = member == null ? new String(record.key(), StandardCharsets.UTF_8) : member.key();
        records++;
        written += key.length() + (record.value() == null ? 0 : record.value().length);
        log.remove(key);
        if (record.value() != null) {
            log.put(key, record.value());
            counted += counts(key, record.value());
        }
    }

    int counts(String key, byte[] value) {
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

    StateCodec.Restorer restorer() {
        StateCodec.Restorer restorer = new StateCodec.Restorer(together);
        log.forEach((key, value) -> restorer.accept(key.getBytes(StandardCharsets.UTF_8), value));
        return restorer;
    }

    record Attempt(Checkpoint.Changes changes, Writes writes) {
        List<ProducerRecord<byte[], byte[]>> records() {
            List<ProducerRecord<byte[], byte[]>> all = new ArrayList<>(writes.aside());
            all.addAll(writes.heads());
            return all;
        }
    }

    /** Progress, cursors, and what has changed of these since it was last told. */
    final class Lane {
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
                Scope scope = switch (random.nextInt(3)) {
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
            attempt.records().forEach(BookScene.this::write);
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
