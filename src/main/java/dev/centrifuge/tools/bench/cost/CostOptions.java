package dev.centrifuge.tools.bench.cost;

import dev.centrifuge.tools.bench.child.ChildOptions;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Option;

/** What all of these benchmarks can be told. */
public final class CostOptions extends ChildOptions {
    @Option(
            names = "--jvm",
            paramLabel = "FLAG",
            description = "A flag for the gateway, instead of its own; repeatable.")
    private List<String> jvm = List.of();

    /** Flags of the gateway; {@code otherwise} where none are given. */
    public List<String> jvm(String... otherwise) {
        return flags(jvm.isEmpty() ? List.of(otherwise) : jvm);
    }

    /** @return the exit code: 1 where a promise was broken */
    public int publish(Table table) throws IOException {
        print(table);
        return table.kept() ? 0 : 1;
    }
}
