package dev.centrifuge.tools.bench.show;

import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class MarksTest {
    private final Marks marks = new Marks("bench x", "setting");

    @Test
    void aRatio_isHeldAgainstItsMark() {
        marks.ratio("p99", 20, 10, 2, Marks.Keep.AT_MOST, 2);
        marks.ratio("rate", 96, 100, 0.96, Marks.Keep.AT_LEAST, 0.95);
        marks.say("unmarked", 3);
        assertThat(marks.missed()).isFalse();
        assertThat(text()).contains("2", "≤ 2", "kept").doesNotContain("MISSED");
        marks.figure("rate", 0.94, Marks.Keep.AT_LEAST, 0.95);
        assertThat(marks.missed()).isTrue();
        assertThat(text()).contains("MISSED");
    }

    @Test
    void whatWasNotMeasured_keepsNoMark() {
        marks.figure("seconds", Double.NaN, Marks.Keep.AT_MOST, 10);
        assertThat(marks.missed()).isTrue();
        assertThat(marks.lost()).isFalse();
    }

    @Test
    void aLoss_isALoss() {
        marks.lost(0);
        assertThat(marks.lost()).isFalse();
        marks.lost(1);
        assertThat(marks.lost()).isTrue();
    }

    @Test
    void json_hasRowsAndSeries(@TempDir Path dir) throws Exception {
        marks.ratio("p99", 20, 10, 2, Marks.Keep.AT_MOST, 1.25);
        marks.series("ramp", new long[] {1, 2, 3});
        marks.write(dir.resolve("x.json"));
        JsonObject json = new JsonObject(Files.readString(dir.resolve("x.json")));
        JsonObject row = json.getJsonArray("marks").getJsonObject(0);
        assertThat(row.getDouble("judged")).isEqualTo(2);
        assertThat(row.getBoolean("kept")).isFalse();
        assertThat(json.getBoolean("missed")).isTrue();
        assertThat(json.getJsonObject("series").getJsonArray("ramp").encode()).isEqualTo("[1,2,3]");
        assertThat(text()).contains("ramp:", "0      1     2     3");
    }

    private String text() {
        StringWriter text = new StringWriter();
        marks.print(new PrintWriter(text));
        return text.toString();
    }
}
