package dev.centrifuge.tools.bench;

import dev.centrifuge.tools.bench.cost.BytesBench;
import dev.centrifuge.tools.bench.cost.CatchUpBench;
import dev.centrifuge.tools.bench.cost.MemoryBench;
import dev.centrifuge.tools.bench.cost.OrderBench;
import dev.centrifuge.tools.bench.cost.RateBench;
import picocli.CommandLine.Command;

/** {@code centrifuge bench}. */
@Command(
        name = "bench",
        description = {
            "Measures this build on this machine. Each figure is a ratio to a baseline of the same run,",
            "taken in alternating rounds; docs/benchmarks.md says how to read it."
        },
        subcommands = {
            IngestBench.class,
            BatchBench.class,
            DrainBench.class,
            StartBench.class,
            LatencyBench.class,
            MemoryBench.class,
            RateBench.class,
            BytesBench.class,
            CatchUpBench.class,
            OrderBench.class
        })
public final class BenchCommand {}
