package dev.centrifuge.tools.bench;

import dev.centrifuge.tools.bench.show.FailingBench;
import dev.centrifuge.tools.bench.show.FairnessBench;
import dev.centrifuge.tools.bench.show.IsolationBench;
import dev.centrifuge.tools.bench.show.OutageBench;
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
            IsolationBench.class,
            FairnessBench.class,
            OutageBench.class,
            FailingBench.class
        })
public final class BenchCommand {}
