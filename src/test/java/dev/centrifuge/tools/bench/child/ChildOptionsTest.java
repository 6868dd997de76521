package dev.centrifuge.tools.bench.child;

import dev.centrifuge.tools.bench.BenchCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

class ChildOptionsTest {

    @Test
    void reportThatCannotBeWritten_isSaidBeforeAnythingRuns(@TempDir Path dir) {
        StringWriter errors = new StringWriter();
        CommandLine line = new CommandLine(new BenchCommand()).setErr(new PrintWriter(errors));
        int code = line.execute("start", "--json", dir.resolve("no/such.json").toString());
        assertThat(code).isEqualTo(2);
        assertThat(errors.toString()).contains("--json").contains("there is no directory");
    }
}
