package dev.centrifuge.tools.load.session;

import dev.centrifuge.time.Ticker;
import dev.centrifuge.tools.load.report.Point;
import dev.centrifuge.tools.load.report.Result;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

/** The whole command against a stub of a gateway, which is healthy, loses, doubles or refuses. */
class LoadCommandTest {
    private static final int EVENTS = 200;

    @TempDir
    private Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private StubGateway gateway;

    @BeforeEach
    void start() {
        gateway = new StubGateway(dir.resolve("conf"));
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void healthyGateway_passes_andIsReported() throws Exception {
        Path html = dir.resolve("load.html");
        JsonObject json = run(0, "--sinks=2", "--write-key=a", "--write-key=b", "--html=" + html);
        assertThat(json.getBoolean("passed")).isTrue();
        assertThat(json.getJsonObject("outcome").getLong("accepted")).isEqualTo(EVENTS);
        assertThat(json.getJsonObject("setup").getInteger("sources")).isEqualTo(2);
        assertThat(json.getLong("lost")).isZero();
        assertThat(json.getLong("duplicates")).isZero();
        assertThat(json.getJsonArray("destinations")).hasSize(2);
        assertThat(json.getJsonArray("destinations").getJsonObject(1).getLong("arrived"))
                .isEqualTo(EVENTS);
        assertThat(json.getJsonObject("endToEndMillis").getLong("count")).isEqualTo(2 * EVENTS);
        assertThat(json.getJsonObject("cpu").getDouble("generatorMicrosPerEvent"))
                .isPositive();
        assertThat(Files.readString(html)).contains("</svg>").contains("sink-002");
        assertThat(out.toString()).contains("verdict     passed").contains("sink-002 http://127.0.0.1:");
        assertThat(out.toString()).as("no progress in a pipe").doesNotContain("  aim ");
    }

    @Test
    void batches_areCountedByTheEvent() throws Exception {
        JsonObject json = run(0, "--sinks=1", "--batch=20", "--shape=step:from=100,to=300,steps=2");
        assertThat(json.getJsonObject("outcome").getLong("requests")).isEqualTo(EVENTS / 20);
        assertThat(json.getJsonObject("outcome").getLong("accepted")).isEqualTo(EVENTS);
        assertThat(json.getJsonArray("destinations").getJsonObject(0).getLong("arrived"))
                .isEqualTo(EVENTS);
    }

    @Test
    void lossyGateway_fails_andNamesWhatIsMissing() throws Exception {
        gateway.delivers(id -> id.contains("-000000000017-") || id.contains("-000000000170-") ? 0 : 1);
        JsonObject json = run(1, "--sinks=1", "--settle=1s", "--run=abc");
        assertThat(json.getLong("lost")).isEqualTo(2);
        assertThat(json.getJsonArray("destinations").getJsonObject(0).getJsonArray("missingIds"))
                .containsExactly("load-abc-000000000017", "load-abc-000000000170");
        assertThat(out.toString()).contains("failed: 2 events lost at sink-001, load-abc-000000000017… among them");
    }

    @Test
    void doublingGateway_isCounted_andFailsWhereStrict() throws Exception {
        gateway.delivers(id -> id.matches(".*-0000000001\\d\\d-.*") ? 2 : 1);
        assertThat(run(0, "--sinks=1").getLong("duplicates")).isEqualTo(100);
        assertThat(run(1, "--sinks=1", "--strict").getJsonArray("failures"))
                .first()
                .asString()
                .contains("100 duplicates");
    }

    @Test
    void refusingGateway_fails_andNothingIsLost() throws Exception {
        gateway.answers(503);
        JsonObject json = run(1);
        assertThat(json.getJsonObject("outcome").getLong("refused")).isEqualTo(EVENTS);
        assertThat(json.getJsonObject("outcome").getLong("accepted")).isZero();
        assertThat(json.getJsonArray("failures")).containsExactly("nothing was accepted");
    }

    @Test
    void hungSink_owesNothing() throws Exception {
        JsonObject json = run(0, "--sinks=2", "--mode=2:hang");
        JsonObject hung = json.getJsonArray("destinations").getJsonObject(1);
        assertThat(hung.getBoolean("takes")).isFalse();
        assertThat(hung.getLong("missing")).isEqualTo(EVENTS);
        assertThat(hung.getLong("lost")).isZero();
        assertThat(hung.getLong("refused")).isPositive();
        assertThat(json.getJsonArray("destinations").getJsonObject(0).getLong("arrived"))
                .isEqualTo(EVENTS);
    }

    @Test
    void gatewayThatKnowsNoSink_isToldBeforeTheLoad() {
        gateway.delivers(id -> 0);
        assertThat(execute("--sinks=1", "--wait=300ms")).isEqualTo(1);
        assertThat(err.toString()).contains("reached sink-001 within").contains("\"privateNetwork\": true");
    }

    @Test
    void nobodyThere_fails() {
        gateway.close();
        assertThat(execute()).isEqualTo(1);
        assertThat(err.toString()).contains("cannot be loaded: no connection to 127.0.0.1");
    }

    @Test
    void nonsense_isWrongUsage() {
        assertThat(execute("--shape=zigzag")).isEqualTo(2);
        assertThat(execute("--mode=hang")).isEqualTo(2);
        assertThat(execute("--max-errors=lots")).isEqualTo(2);
        assertThat(execute("--batch=0")).isEqualTo(2);
        assertThat(execute("--connections=0")).isEqualTo(2);
        assertThat(new CommandLine(new LoadCommand())
                        .setErr(new PrintWriter(err))
                        .execute("--url=ftp://x/"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("not 'ftp://x/'");
    }

    @Test
    void resultThatCannotBeWritten_isWrongUsage_beforeTheLoad() throws Exception {
        Path file = Files.writeString(dir.resolve("file"), "kept");
        assertThat(execute("--json=" + dir.resolve("none/load.json"))).isEqualTo(2);
        assertThat(execute("--json=" + file.resolve("load.json"))).isEqualTo(2);
        assertThat(execute("--html=" + dir)).isEqualTo(2);
        assertThat(out.toString()).as("no load, so no report").isEmpty();
        assertThat(err.toString())
                .contains("--json " + dir.resolve("none/load.json") + " cannot be written: there is no directory "
                        + dir.resolve("none"))
                .contains("--html " + dir + " cannot be written: it is a directory");
    }

    @Test
    void tryingWhetherAResultCanBeWritten_changesNothing() throws Exception {
        Path old = Files.writeString(dir.resolve("old.json"), "kept");
        Path fresh = dir.resolve("fresh.html");
        assertThat(execute("--json=" + old, "--html=" + fresh, "--batch=0")).isEqualTo(2);
        assertThat(old).hasContent("kept");
        assertThat(fresh).doesNotExist();
    }

    @Test
    void interruptedLoad_stillReports() throws Exception {
        LoadOptions options =
                CommandLine.populateCommand(new LoadOptions(), "--url=" + gateway.url(), "--rate=100", "--duration=1h");
        SinkSettings sinks = new SinkSettings(List.of(), "127.0.0.1", 0, Duration.ZERO, Duration.ZERO, null);
        gateway.delivers(id -> 0);
        Files.createDirectories(gateway.conf.resolve("destinations"));
        List<Session> running = new ArrayList<>();
        List<Point> seen = new ArrayList<>();
        Session session = new Session(
                options.settings(sinks, new Tolerance(0.5, false), 1), Ticker.system(), line -> {}, point -> {
                    seen.add(point);
                    running.get(0).interrupt();
                });
        running.add(session);
        Result result = session.run();
        assertThat(result.interrupted()).isTrue();
        assertThat(result.passed()).isTrue();
        assertThat(result.outcome().accepted()).isBetween(50L, 2_000L);
        assertThat(result.outcome().unsent()).isZero();
        assertThat(seen).hasSameSizeAs(result.points());
    }

    private JsonObject run(int expected, String... arguments) throws Exception {
        Path json = dir.resolve("load.json");
        List<String> line = new ArrayList<>(List.of(arguments));
        line.add("--json=" + json);
        assertThat(execute(line.toArray(String[]::new))).as("%s%s", out, err).isEqualTo(expected);
        return new JsonObject(Files.readString(json));
    }

    private int execute(String... arguments) {
        List<String> line = new ArrayList<>(
                List.of("--url=" + gateway.url(), "--rate=200", "--duration=1s", "--connections=4", "--users=50"));
        line.addAll(List.of(arguments));
        if (line.stream().anyMatch(each -> each.startsWith("--sinks"))) {
            line.add("--conf-out=" + gateway.conf);
        }
        return new CommandLine(new LoadCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(line.toArray(String[]::new));
    }
}
