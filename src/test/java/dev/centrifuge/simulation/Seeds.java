package dev.centrifuge.simulation;

import dev.centrifuge.simulation.check.BrokenPromise;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Runs of many seeds. */
final class Seeds {
    private Seeds() {}

    /** What went wrong, with how to see it again. */
    record Failure(long seed, Throwable cause) {

        AssertionError asError() {
            String again = String.format(
                    "seed %d: %s%n  again: mvn -B test -Dtest=SimulationTest -Dsimulation.seed=%d -Djacoco.skip%n"
                            + "  when it is mended, add %d to SimulationTest.what_failed_once_stays_mended",
                    seed, cause.getMessage(), seed, seed);
            return new AssertionError(again, cause);
        }
    }

    /** The first seed of these that breaks a promise, if any does. */
    static Optional<Failure> firstFailure(LongStream seeds, @Nullable Mutant mutant) {
        return seeds.mapToObj(seed -> failure(seed, mutant))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Failure> failure(long seed, @Nullable Mutant mutant) {
        try {
            Simulation.run(seed, mutant);
            return Optional.empty();
        } catch (BrokenPromise | RuntimeException e) {
            return Optional.of(new Failure(seed, e));
        }
    }
}
