package dev.centrifuge.flow.progress;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ProgressTest {

    @Test
    void mark_passesAnOpenLeg_whichStaysListed() {
        Progress progress = new Progress(10);
        progress.advance(10);
        progress.take(10, "slow");
        progress.advance(11);

        assertThat(progress.mark()).isEqualTo(12);
        assertThat(progress.lowestOpen()).isEqualTo(10);
        assertThat(progress.isOpen(10, "slow")).isTrue();
    }

    @Test
    void lowestOpen_isTheMark_whenEverythingIsResolved() {
        Progress progress = new Progress(0);
        progress.advance(5);
        progress.take(5, "a");
        progress.resolve(5, "a");

        assertThat(progress.lowestOpen()).isEqualTo(6);
        assertThat(progress.openLegs()).isZero();
    }

    @Test
    void legs_openAndResolveOnce() {
        Progress progress = new Progress(0);
        progress.advance(0);

        assertThat(progress.take(0, "a")).isTrue();
        assertThat(progress.take(0, "a")).isFalse();
        assertThat(progress.resolve(0, "b")).isFalse();
        assertThat(progress.resolve(0, "a")).isTrue();
        assertThat(progress.resolve(0, "a")).isFalse();
        assertThat(progress.openLegs()).isZero();
    }

    @Test
    void mark_neverMovesBack() {
        Progress progress = new Progress(7);
        assertThatThrownBy(() -> progress.advance(6)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void changes_holdOnlyWhatChanged_andATombstoneForWhatEmptied() {
        Progress progress = new Progress(0);
        progress.advance(3 * Progress.CHUNK);
        progress.take(1, "a");
        progress.take(2 * Progress.CHUNK, "a");
        progress.takeChanges();
        progress.resolve(1, "a");

        Progress.Changes changes = progress.takeChanges();

        assertThat(changes.chunks()).containsOnlyKeys(0L);
        assertThat(changes.chunks().get(0L)).isNull();
        assertThat(progress.changed()).isFalse();
    }

    @Test
    void changes_givenBack_areWrittenAgain() {
        Progress progress = new Progress(0);
        progress.advance(0);
        progress.take(0, "a");
        Progress.Changes first = progress.takeChanges();
        progress.resolve(0, "a");
        progress.giveBack(first);

        assertThat(progress.changed()).isTrue();
        Progress.Changes second = progress.takeChanges();
        assertThat(second.mark()).isEqualTo(1);
        assertThat(second.chunks().get(0L)).isNull();
        assertThat(second.chunks()).containsOnlyKeys(0L);
    }

    @Test
    void startAt_countsWhatRetentionTook() {
        Progress progress = new Progress(0);
        progress.advance(9);
        progress.take(2, "a");
        progress.take(8, "a");

        List<String> lost = new ArrayList<>();
        assertThat(progress.startAt(5, lost::add)).isEqualTo(1);
        assertThat(lost).containsExactly("a");
        assertThat(progress.lowestOpen()).isEqualTo(8);
        assertThat(progress.startAt(20, lost::add)).isEqualTo(1 + 10);
        assertThat(progress.mark()).isEqualTo(20);
    }

    @Test
    void endAt_movesTheMarkBackToWhereTheLogWasCut() {
        Progress progress = new Progress(0);
        progress.advance(99);
        progress.take(40, "a");
        progress.take(80, "a");

        List<String> lost = new ArrayList<>();
        assertThat(progress.endAt(100, lost::add)).isZero();
        assertThat(progress.endAt(60, lost::add)).isEqualTo(1 + 40);
        assertThat(progress.mark()).isEqualTo(60);
        assertThat(progress.openLegs()).isEqualTo(1);
    }

    /** Against a set of pairs: the same legs are open, also after what was written was read again, in any order of failures. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void progress_restoredFromItsChanges_isWhatTheModelSays(long seed) {
        Random random = new Random(seed);
        Progress progress = new Progress(0);
        TreeSet<String> model = new TreeSet<>();
        Map<Long, byte[]> written = new HashMap<>();
        long mark = 0;
        for (int step = 0; step < 20_000; step++) {
            act(random, progress, model);
            if (random.nextInt(50) == 0) {
                Progress.Changes changes = progress.takeChanges();
                if (random.nextInt(3) == 0) {
                    progress.giveBack(changes);
                } else {
                    changes.chunks().forEach((chunk, bytes) -> write(written, chunk, bytes));
                    mark = changes.mark();
                }
            }
        }
        Progress.Changes last = progress.takeChanges();
        last.chunks().forEach((chunk, bytes) -> write(written, chunk, bytes));
        Progress restored = Progress.restored(last.mark(), written);

        assertThat(mark).isPositive().isLessThanOrEqualTo(last.mark());
        assertThat(open(restored)).as("seed %d", seed).isEqualTo(new ArrayList<>(model));
        assertThat(open(progress)).as("seed %d", seed).isEqualTo(new ArrayList<>(model));
        assertThat(restored.openLegs()).isEqualTo(model.size());
    }

    @Test
    void whatIsOpenAndNotInMemory_isWhatIsReadAgain() {
        Progress progress = new Progress(0);
        for (long offset = 0; offset < 3 * Progress.CHUNK; offset += Progress.CHUNK) {
            progress.advance(offset);
            assertThat(progress.take(offset, "a")).isTrue();
        }
        assertThat(progress.firstUnheld("a")).isEqualTo(progress.mark());

        progress.letGo(Progress.CHUNK, "a");
        assertThat(progress.firstUnheld("a")).isEqualTo(Progress.CHUNK);
        List<String> unheld = new ArrayList<>();
        progress.forEachUnheld(Progress.CHUNK, unheld::add);
        progress.forEachUnheld(0, unheld::add);
        assertThat(unheld).containsExactly("a");
        assertThat(progress.openLegs()).isEqualTo(3);

        assertThat(progress.take(Progress.CHUNK, "a")).isTrue();
        assertThat(progress.take(Progress.CHUNK, "a")).as("in memory already").isFalse();
        assertThat(progress.openLegs()).isEqualTo(3);
    }

    @Test
    void restored_holdsNothing_andForgetsWhatLiesBehindTheMark() {
        Progress progress = new Progress(0);
        progress.advance(9);
        progress.take(5, "a");
        progress.take(9, "a");
        progress.take(9, "b");
        Progress restored =
                Progress.restored(9, new HashMap<>(progress.takeChanges().chunks()));

        assertThat(open(restored)).containsExactly(name(5, "a"));
        assertThat(restored.firstUnheld("a")).isEqualTo(5);
        assertThat(restored.openDestinations()).containsExactly("a");
    }

    /** From one leg in a thousand to all of them, in runs or scattered. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void openLegs_ofAnyShape_areRestored_andTakeFewBytes(long seed) {
        Random random = new Random(seed);
        for (double chance = 0.001; chance < 1.6; chance *= 1.4) {
            Progress progress = new Progress(0);
            double runs = random.nextBoolean() ? 1 : 0.1;
            boolean taken = false;
            for (long offset = 0; offset < Progress.CHUNK; offset++) {
                progress.advance(offset);
                taken = random.nextDouble() < runs ? random.nextDouble() < chance : taken;
                if (taken) {
                    progress.take(offset, "a");
                }
            }
            Map<Long, byte[]> written = new HashMap<>(progress.takeChanges().chunks());

            assertThat(open(Progress.restored(Progress.CHUNK, written)))
                    .as("seed %d chance %f", seed, chance)
                    .isEqualTo(open(progress));
            written.values().forEach(bytes -> assertThat(bytes.length).isLessThanOrEqualTo(128 + 5 + 1));
        }
    }

    @Test
    void whatWaitsInARow_isAFewBytes() {
        Progress progress = new Progress(0);
        for (long offset = 0; offset < Progress.CHUNK; offset++) {
            progress.advance(offset);
            progress.take(offset, "a");
        }
        progress.resolve(3, "a");

        assertThat(progress.takeChanges().chunks().get(0L)).hasSizeLessThan(12);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "03",
                "0201",
                "02010161",
                "020101610109",
                "02010161010ffe7f",
                "020101610000",
                "0101016101ff7f"
            })
    void brokenChunks_areRefused(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThatThrownBy(() -> Progress.restored(9, Map.of(0L, bytes))).isInstanceOf(IllegalArgumentException.class);
    }

    private static void write(Map<Long, byte[]> written, long chunk, byte[] bytes) {
        if (bytes == null) {
            written.remove(chunk);
        } else {
            written.put(chunk, bytes);
        }
    }

    private static void act(Random random, Progress progress, TreeSet<String> model) {
        if (model.size() < 40 || random.nextInt(2) == 0) {
            long offset = progress.mark() + random.nextInt(3);
            progress.advance(offset);
            for (int legs = random.nextInt(4); legs > 0; legs--) {
                String destination = "d" + random.nextInt(5);
                assertThat(progress.take(offset, destination)).isEqualTo(model.add(name(offset, destination)));
            }
        } else {
            String[] leg = random.nextInt(4) == 0
                    ? model.first().split("/")
                    : model.last().split("/");
            progress.resolve(Long.parseLong(leg[0].trim()), leg[1]);
            model.remove(leg[0] + "/" + leg[1]);
        }
    }

    private static String name(long offset, String destination) {
        return String.format("%12d/%s", offset, destination);
    }

    private static List<String> open(Progress progress) {
        List<String> open = new ArrayList<>();
        for (long offset = 0; offset < progress.mark(); offset++) {
            long at = offset;
            progress.forEachOpen(offset, destination -> open.add(name(at, destination)));
        }
        open.sort(null);
        return open;
    }
}
