package dev.centrifuge.tools.bench;

import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ReportTest {
    private final Report report = new Report("bench x", "setting");

    ReportTest() {
        Sample subject = new Sample(30_000, 15.2, 4, 10, Map.of("vert.x-eventloo", 12.0, "idle", 0.01));
        Sample baseline = new Sample(60_000, 10, Double.NaN, Double.NaN, Map.of());
        report.add(new Comparison("things", "ev/s", "nothing", 0.75, List.of(subject), List.of(baseline)));
    }

    @Test
    void text_hasARowAndTheBusyThreads() {
        StringWriter out = new StringWriter();
        report.print(new PrintWriter(out));
        assertThat(out.toString().lines().toList().get(2))
                .matches("things +30,000 ev/s +60,000 +0\\.50 +0\\.75 +15\\.20 +10\\.00 +1\\.52 +4\\.00 +10\\.00");
        assertThat(out.toString()).contains("baseline is nothing; CPU µs by thread: vert.x-eventloo 12.00\n");
    }

    @Test
    void json_hasEveryRound_andNoValueWhereNothingIsKnown(@TempDir Path dir) throws Exception {
        Path file = dir.resolve("x.json");
        report.write(file);
        JsonObject one = new JsonObject(Files.readString(file))
                .getJsonArray("comparisons")
                .getJsonObject(0);
        assertThat(one.getDouble("ratio")).isEqualTo(0.5);
        assertThat(one.getDouble("cpuRatio")).isEqualTo(1.52);
        assertThat(one.getJsonArray("subject").getJsonObject(0).getDouble("p99"))
                .isEqualTo(10);
        assertThat(one.getJsonArray("baseline").getJsonObject(0).containsKey("p99"))
                .isFalse();
    }
}
