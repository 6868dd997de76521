package dev.centrifuge.simulation;

import dev.centrifuge.simulation.check.BrokenPromise;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Runs of many seeds, several at a time: a history touches nothing outside of its world, so all threads may have one.
 */
final class Seeds {
    /** Little is run in vain behind a seed that fails, and no thread waits long for the last of them. */
    private static final int TOGETHER = 8 * Runtime.getRuntime().availableProcessors();

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
        PrimitiveIterator.OfLong all = seeds.iterator();
        Optional<Failure> first = Optional.empty();
        while (first.isEmpty() && all.hasNext()) {
            first = together(all)
                    .parallel()
                    .mapToObj(seed -> failure(seed, mutant))
                    .flatMap(Optional::stream)
                    .findFirst();
        }
        return first;
    }

    private static LongStream together(PrimitiveIterator.OfLong all) {
        LongStream.Builder some = LongStream.builder();
        for (int i = 0; i < TOGETHER && all.hasNext(); i++) {
            some.add(all.nextLong());
        }
        return some.build();
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
