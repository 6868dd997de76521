package dev.centrifuge;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import static org.assertj.core.api.Assertions.assertThat;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine line =
            Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

    @Command(name = "failing")
    static final class Failing implements Callable<Integer> {
        @Option(names = "--bug")
        private boolean bug;

        @Override
        public Integer call() throws IOException {
            if (bug) {
                throw new IllegalStateException("two\nlines");
            }
            throw new IOException("port 80 is taken");
        }
    }

    @Test
    void every_command_helps_and_tells_its_version() {
        for (String command : line.getSubcommands().keySet()) {
            assertThat(Main.execute(line, command, "--help")).as(command).isZero();
            assertThat(Main.execute(line, command, "--version")).as(command).isZero();
        }
        assertThat(out.toString()).contains("Usage: centrifuge sink").contains("centrifuge 0.");
        assertThat(err.toString()).isEmpty();
    }

    /** A list of commands shows the first line of each description only. */
    @Test
    void every_command_is_described_by_a_whole_sentence() {
        assertWhole(line);
    }

    private static void assertWhole(CommandLine parent) {
        parent.getSubcommands().forEach((name, command) -> {
            assertThat(command.getCommandSpec().usageMessage().description()[0])
                    .as(name)
                    .endsWith(".");
            assertWhole(command);
        });
    }

    @Test
    void demo_refuses_what_it_does_not_do_before_it_starts() {
        assertThat(Main.execute(line, "demo", "--rate", "1001")).isEqualTo(2);
        assertThat(Main.execute(line, "demo", "--for", "soon")).isEqualTo(2);
        assertThat(err.toString().lines())
                .hasSize(2)
                .anyMatch(each -> each.contains("--rate is 0 to 1000"))
                .anyMatch(each -> each.contains("--for: 'soon' is not a duration"));
    }

    @Test
    void mistypedCommand_isOneLineWithASuggestion() {
        assertThat(Main.execute(line, "snik", "--port", "0")).isEqualTo(2);
        assertThat(err.toString()).matches("centrifuge: no such command 'snik'; did you mean sink\\?[^\n]*\n");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void mistypedOption_isOneLineWithASuggestion() {
        assertThat(Main.execute(line, "sink", "--port", "0", "--quite")).isEqualTo(2);
        assertThat(err.toString())
                .matches("centrifuge sink: no such option '--quite'; did you mean --quiet\\?[^\n]*\n");
    }

    @Test
    void unknownMode_isWrongUsage() {
        assertThat(Main.execute(line, "sink", "--port", "0", "--mode", "sideways"))
                .isEqualTo(2);
        assertThat(err.toString()).matches("centrifuge sink: 'sideways' is not a mode[^\n]*\n");
    }

    @Test
    void failedCommand_isOneLineAndExits1() {
        add(new Failing());
        assertThat(Main.execute(line, "failing")).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("centrifuge failing: port 80 is taken\n");
    }

    @Test
    void bugInACommand_isOneLineAndNoTrace() {
        add(new Failing());
        assertThat(Main.execute(line, "failing", "--bug")).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("centrifuge failing: IllegalStateException: two; lines\n");
    }

    @Test
    void noCommand_runsServe() {
        Serving serve = new Serving();
        CommandLine with = withServe(serve);
        assertThat(Main.execute(with)).isZero();
        assertThat(serve.conf).isEqualTo("conf");
        assertThat(Main.execute(with, "--conf", "other")).isZero();
        assertThat(serve.conf).isEqualTo("other");
        assertThat(Main.execute(with, "--version")).isZero();
        assertThat(out.toString()).startsWith("centrifuge ");
    }

    /** In the place of the real one, where there is one. */
    private CommandLine withServe(Serving serve) {
        line.getCommandSpec().removeSubcommand("serve");
        return add(serve);
    }

    /** Streams reach only the commands that are there when they are set. */
    private CommandLine add(Object command) {
        return line.addSubcommand(command).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    }

    @Command(name = "serve")
    static final class Serving implements Callable<Integer> {
        @Option(names = "--conf", defaultValue = "conf")
        private String conf;

        @Override
        public Integer call() {
            return 0;
        }
    }
}
