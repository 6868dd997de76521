package dev.centrifuge.simulation;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ten thousand histories, or {@code -Dsimulation.seeds=N} of them, from {@code -Dsimulation.first=S} on. */
@Tag("soak")
class SimulationSoakTest {

    @Test
    void every_promise_holds_in_every_history() {
        long first = Long.getLong("simulation.first", 100_000);
        LongStream seeds = LongStream.range(first, first + Long.getLong("simulation.seeds", 10_000));
        Seeds.firstFailure(seeds, null).ifPresent(failure -> {
            throw failure.asError();
        });
    }
}
