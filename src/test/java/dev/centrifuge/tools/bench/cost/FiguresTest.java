package dev.centrifuge.tools.bench.cost;

import dev.centrifuge.tools.bench.cost.measure.Heap;
import dev.centrifuge.tools.bench.cost.measure.LogSizes;
import dev.centrifuge.tools.bench.cost.measure.Scrape;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** What the tables are computed from: metrics, heaps, sizes of segments. */
class FiguresTest {
    @TempDir
    private Path directory;

    @Test
    void a_metric_is_the_sum_of_its_series_and_not_of_those_that_begin_alike() {
        Scrape scrape =
                new Scrape("# HELP a_total text\na_total{x=\"1 2\"} 3.0\na_total{x=\"2\"} 4.5\na_total_more 9\nb 1\n");
        assertThat(scrape.sum("a_total")).isEqualTo(7.5);
        assertThat(scrape.count("b")).isEqualTo(1);
        assertThat(scrape.sum("c")).isNaN();
        assertThat(scrape.count("c")).isZero();
    }

    @Test
    void a_heap_is_what_its_objects_take() throws Exception {
        String histogram = """
                123:
                 num     #instances         #bytes  class name (module)
                -------------------------------------------------------
                   1:         81424       22850232  [B (java.base@17.0.15)
                   2:             1             16  dev.example.Total
                Total         81425       22850248
                """;
        assertThat(Heap.total(histogram)).isEqualTo(22_850_248);
        assertThatThrownBy(() -> Heap.total("1: no such process")).isInstanceOf(IOException.class);
        assertThat(Heap.liveBytes(ProcessHandle.current().pid())).isGreaterThan(1_000_000);
    }

    @Test
    void growth_is_the_second_half_against_the_first() {
        assertThat(MemoryBench.grown(List.of(50.0, 100.0, 60.0, 120.0))).isCloseTo(1.2, within(1e-9));
        assertThat(MemoryBench.grown(List.of(50.0, 100.0, 60.0, 90.0))).isCloseTo(0.9, within(1e-9));
    }

    @Test
    void a_topic_is_as_large_as_the_segments_of_its_partitions() throws Exception {
        write("kafka-topic-0/00000000000000000000.log", 10);
        write("kafka-topic-0/00000000000000000010.log", 5);
        write("kafka-topic-1/00000000000000000000.log", 7);
        write("kafka-topic-1/00000000000000000000.index", 100);
        write("other-0/00000000000000000000.log", 1);
        assertThat(LogSizes.byTopic(directory)).isEqualTo(Map.of("kafka-topic", 22L, "other", 1L));
    }

    private void write(String file, int bytes) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.write(path, new byte[bytes]);
    }

    @Test
    void sources_have_the_shares_that_they_are_named_by() {
        long[] counts = new long[4];
        for (long request = 0; request < 20_000; request++) {
            counts[CatchUpBench.source(request)]++;
        }
        assertThat(counts[3]).isEqualTo(2);
        assertThat(counts[2]).isEqualTo(200);
        assertThat(counts[1]).isEqualTo(10_000);
    }

    @Test
    void a_broken_promise_is_shown_and_written() throws Exception {
        Table table = new Table("bench x", "setting", "what", "count", "share")
                .row("first", 1_234_567L, Double.NaN)
                .mark("kept one", 1.5, true);
        assertThat(table.kept()).isTrue();
        table.mark("a promise", 2L, false);
        StringWriter text = new StringWriter();
        table.print(new PrintWriter(text));
        assertThat(text.toString()).contains("1,234,567", "kept    kept one: 1.500", "MISSED  a promise: 2");
        assertThat(table.kept()).isFalse();
        Path json = directory.resolve("x.json");
        table.write(json);
        assertThat(Files.readString(json)).contains("\"count\" : 1234567", "\"share\" : null", "\"kept\" : false");
    }
}
