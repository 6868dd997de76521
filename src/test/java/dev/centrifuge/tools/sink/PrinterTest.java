package dev.centrifuge.tools.sink;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PrinterTest {

    @Test
    void line_isCut_andHarmless() {
        Arrival arrival = arrival(1_000, 2, "{\"x\":\"\u001b[2J\n" + "y".repeat(500) + "\"}");
        String line = Printer.line(arrival, ZoneOffset.UTC);
        assertThat(line)
                .startsWith("00:00:01 200 /a id1 (attempt 2) {\"x\":\"?[2J?yyy")
                .hasSize(160)
                .endsWith("…");
    }

    @Test
    void flood_isSummedUp() {
        StringWriter out = new StringWriter();
        Printer printer = new Printer(new PrintWriter(out));
        for (int i = 0; i < 100; i++) {
            printer.accept(arrival(5_000, 1, "{}"));
        }
        printer.accept(arrival(6_000, 1, "{}"));
        assertThat(out.toString().lines()).hasSize(27).contains("… and 75 more");
    }

    private static Arrival arrival(long millis, int attempt, String body) {
        return new Arrival(millis, 0, "/a", 200, "w", attempt, List.of("id1"), body.getBytes(StandardCharsets.UTF_8));
    }
}
