package dev.centrifuge.tools.bench;

import dev.centrifuge.process.ClassArchive;
import dev.centrifuge.process.GatewayProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * That the benchmarks still run against a real gateway. Their figures mean nothing in so short a time. The dear ones, which start
 * several gateways each, are in the profile {@code soak}; what they are made of the others use, too.
 */
class BenchIT {
    /** A child that runs for seconds is compiled once, and not again for what its figures would be in minutes. */
    private static final String QUICK = "--jvm=-XX:TieredStopAtLevel=1";

    private static final String CLASS_PATH = "java.class.path";
    private static final String OWN_CLASS_PATH = System.getProperty(CLASS_PATH);

    @TempDir
    private Path dir;

    /** Children run what this JVM would: the packaged jar, of which there is an archive of classes. */
    @BeforeAll
    static void runTheJar() {
        System.setProperty(CLASS_PATH, GatewayProcess.JAR.toString());
    }

    @AfterAll
    static void runAsBefore() {
        System.setProperty(CLASS_PATH, OWN_CLASS_PATH);
    }

    @Test
    void ingest_isMeasured() throws Exception {
        JsonObject one = run("ingest", "--connections=4", "--duration=300ms", "--warmup=100ms");
        assertThat(one.getDouble("ratio")).isPositive();
        assertThat(one.getJsonArray("subject").getJsonObject(0).getDouble("value"))
                .isPositive();
    }

    @Test
    void drain_isMeasured_andEveryEventArrivesOnce() throws Exception {
        JsonObject one = run("drain", "--events=2000", "--warmup-events=200");
        assertThat(one.getDouble("ratio")).isPositive();
    }

    @Tag("soak")
    @Test
    void features_areMeasured_withTlsAndInBatches() throws Exception {
        JsonObject one = run("features", "--events=1000", "--warmup-events=200", "--only=TLS", "--only=signed");
        assertThat(one.getString("what")).isEqualTo("signed, HMAC");
        assertThat(one.getDouble("ratio")).isPositive();
    }

    @Tag("soak")
    @Test
    void recall_isMeasured_andTheWindowIsKnownAgain() throws Exception {
        JsonObject one = run("recall", "--events=5000");
        assertThat(one.getDouble("ratio")).isPositive();
    }

    @Test
    void watch_isMeasured_withEveryPageOpen() throws Exception {
        JsonObject one = run("watch", "--events=3000", "--warmup-events=1000", "--idle=3");
        assertThat(one.getDouble("ratio")).isPositive();
        assertThat(one.getJsonArray("ratios")).hasSize(1);
        assertThat(one.getString("baselineName")).matches("nobody looking; seen: [1-9].*");
    }

    @Tag("soak")
    @Test
    void crowd_isMeasured_andEveryQuestionIsAnswered() throws Exception {
        Path json = dir.resolve("crowd.json");
        int code = new CommandLine(new BenchCommand())
                .setOut(new PrintWriter(new StringWriter()))
                .execute("crowd", "--destinations=50", "--requests=2", "--dir=" + dir, "--json=" + json);
        assertThat(code).isBetween(0, 1);
        JsonObject report = new JsonObject(Files.readString(json));
        assertThat(report.getJsonArray("rows")).hasSize(9);
        assertThat(report.getJsonArray("marks").toString())
                .contains("a changed file in force", "each idle destination");
    }

    private JsonObject run(String benchmark, String... arguments) throws Exception {
        Path json = dir.resolve(benchmark + ".json");
        StringWriter err = new StringWriter();
        List<String> line =
                new ArrayList<>(List.of(benchmark, "--rounds=1", "--dir=" + dir.resolve("scratch"), "--json=" + json));
        line.addAll(List.of("--jvm=-XX:+UseParallelGC", "--jvm=-Xmx512m", QUICK));
        ClassArchive.options().forEach(option -> line.add("--jvm=" + option));
        line.addAll(List.of(arguments));
        int code = new CommandLine(new BenchCommand())
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(err))
                .execute(line.toArray(String[]::new));
        assertThat(code).as(err::toString).isZero();
        assertThat(dir.resolve("scratch")).isEmptyDirectory();
        JsonArray all = new JsonObject(Files.readString(json)).getJsonArray("comparisons");
        return all.getJsonObject(0);
    }
}
