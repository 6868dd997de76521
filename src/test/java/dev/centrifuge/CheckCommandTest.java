package dev.centrifuge;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

class CheckCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int check(String... arguments) {
        CommandLine line = Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return Main.execute(line, arguments);
    }

    @Test
    void shippedDirectory_isTheDefaultAndValid() {
        assertThat(check("check")).isZero();
        assertThat(out).hasToString("conf is valid: 1 source, 1 destination, Kafka embedded on port 19092\n");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void cluster_isNamed(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("gateway.json"), "{\"kafka\":{\"bootstrap\":\"a:1,b:2\"}}");

        assertThat(check("check", "--conf", directory.toString())).isZero();
        assertThat(out).hasToString(directory + " is valid: 0 sources, 0 destinations, Kafka at a:1,b:2\n");
    }

    @Test
    void everyError_isALineOnStandardError(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("gateway.json"), "{\"drain\":\"1h\",\"nod\":\"a\"}");

        assertThat(check("check", "--conf", directory.toString())).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines())
                .containsExactly(
                        directory + "/gateway.json: /drain: \"1h\" is out of range, expected 0ms to 25s",
                        directory + "/gateway.json: /nod: unknown key \"nod\", did you mean \"node\"?, expected one of"
                                + " admin, alerts, attempts, checkpoint, dedupe, drain, ingest, kafka, memory, node, proxy, roles, topics, tracing");
    }

    @Test
    void missingDirectory_isTold(@TempDir Path directory) {
        assertThat(check("check", "--conf", directory.resolve("x").toString())).isEqualTo(2);
        assertThat(err.toString().lines()).singleElement().asString().contains("/x: /: does not exist");
    }

    /** The images' configurations, which need variables that the tests do not set: nothing else may be wrong. */
    @ParameterizedTest
    @ValueSource(strings = {"docker/conf/single", "docker/conf/cluster"})
    void configurationsOfImages_areValid(String directory) {
        check("check", "--conf", directory);

        assertThat(err.toString().lines())
                .allMatch(line -> line.contains("needs the environment variable CENTRIFUGE_"));
    }
}
