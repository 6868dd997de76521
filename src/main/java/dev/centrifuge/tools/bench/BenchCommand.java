package dev.centrifuge.tools.bench;

import picocli.CommandLine.Command;

/** {@code centrifuge bench}. */
@Command(
        name = "bench",
        description = {
            "Measures this build on this machine. Each figure is a ratio to a baseline of the same run,",
            "taken in alternating rounds; docs/benchmarks.md says how to read it."
        },
        subcommands = {IngestBench.class, BatchBench.class, DrainBench.class, StartBench.class, LatencyBench.class})
public final class BenchCommand {}
