package dev.centrifuge.tools.bench;

import dev.centrifuge.tools.bench.cost.BytesBench;
import dev.centrifuge.tools.bench.cost.CatchUpBench;
import dev.centrifuge.tools.bench.cost.MemoryBench;
import dev.centrifuge.tools.bench.cost.OrderBench;
import dev.centrifuge.tools.bench.cost.RateBench;
import dev.centrifuge.tools.bench.crowd.CrowdBench;
import dev.centrifuge.tools.bench.feature.FeaturesBench;
import dev.centrifuge.tools.bench.feature.RecallBench;
import dev.centrifuge.tools.bench.feature.WatchBench;
import dev.centrifuge.tools.bench.show.FailingBench;
import dev.centrifuge.tools.bench.show.FairnessBench;
import dev.centrifuge.tools.bench.show.IsolationBench;
import dev.centrifuge.tools.bench.show.OutageBench;
import dev.centrifuge.tools.bench.show.OverloadBench;
import picocli.CommandLine.Command;

/** {@code centrifuge bench}. */
@Command(
        name = "bench",
        description = {
            "Measures this build on this machine.",
            "Each figure is a ratio to a baseline of the same run,",
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
            OrderBench.class,
            IsolationBench.class,
            FairnessBench.class,
            OutageBench.class,
            FailingBench.class,
            OverloadBench.class,
            FeaturesBench.class,
            RecallBench.class,
            WatchBench.class,
            CrowdBench.class
        })
public final class BenchCommand {}
