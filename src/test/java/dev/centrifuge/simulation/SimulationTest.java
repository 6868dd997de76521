package dev.centrifuge.simulation;

import dev.centrifuge.simulation.check.BrokenPromise;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Histories of the gateway in virtual time, one a seed. {@code -Dsimulation.seeds=N} runs that many, {@code
 * -Dsimulation.first=S} from another one on, {@code -Dsimulation.seed=S} that one alone.
 */
class SimulationTest {
    /** So many histories must be enough to notice a broken rule. */
    private static final int ENOUGH = 1_000;

    private static LongStream seeds() {
        Long one = Long.getLong("simulation.seed");
        if (one != null) {
            return LongStream.of(one);
        }
        long first = Long.getLong("simulation.first", 1_000);
        return LongStream.range(first, first + Long.getLong("simulation.seeds", 200));
    }

    @Test
    void every_promise_holds_in_every_history() {
        Seeds.firstFailure(seeds(), null).ifPresent(failure -> {
            throw failure.asError();
        });
    }

    /** Seeds that found a bug once; each stays here. */
    @ParameterizedTest
    @ValueSource(
            longs = {5, 48, 172, 308, 1059, 2775, 105_667, 106_536, 106_772, 102_342, 102_498, 102_749, 109_174, 103_864
            })
    void what_failed_once_stays_mended(long seed) {
        Seeds.firstFailure(LongStream.of(seed), null).ifPresent(failure -> {
            throw failure.asError();
        });
    }

    @Test
    void a_seed_is_one_history() {
        for (long seed = 1; seed <= 5; seed++) {
            assertThat(Simulation.run(seed, null)).isEqualTo(Simulation.run(seed, null));
        }
    }

    /** One history in hundreds notices an ignored epoch: from here on it would be the same one as in the test below. */
    @ParameterizedTest
    @EnumSource(value = Mutant.class, mode = EnumSource.Mode.EXCLUDE, names = "IGNORED_EPOCH")
    void a_broken_rule_is_noticed(Mutant mutant) {
        noticed(mutant, 0);
    }

    /** Where promises broke inside of futures they went unheard, and it looked like something else. */
    @ParameterizedTest
    @EnumSource(Mutant.class)
    void a_broken_rule_is_noticed_for_what_it_is_whatever_the_seed(Mutant mutant) {
        noticed(mutant, 400);
    }

    /** All from {@code first} on, beginning where one noticed it last: where that is so no more, the others are still to come. */
    private static LongStream histories(Mutant mutant, long first) {
        long known = first + mutant.noticedAfter();
        return LongStream.concat(LongStream.range(known, first + ENOUGH), LongStream.range(first, known));
    }

    private static void noticed(Mutant mutant, long first) {
        Optional<Seeds.Failure> failure = Seeds.firstFailure(histories(mutant, first), mutant);
        if (failure.isEmpty()) {
            fail("%d histories with %s, and nobody noticed", ENOUGH, mutant);
        } else if (failure.get().cause() instanceof BrokenPromise broken) {
            assertThat(mutant.broken()).as(broken.getMessage()).contains(broken.promise());
        } else {
            throw failure.get().asError();
        }
    }
}
