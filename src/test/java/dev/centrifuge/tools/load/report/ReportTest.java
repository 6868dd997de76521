package dev.centrifuge.tools.load.report;

import dev.centrifuge.tools.load.ledger.Account;
import dev.centrifuge.tools.load.report.Point.Answers;
import dev.centrifuge.tools.load.report.Point.CpuShare;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ReportTest {
    private static final Percentiles NOTHING =
            new Percentiles(0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    @Test
    void page_isWellFormed_andNeedsNothingElse() throws Exception {
        String page = HtmlReport.of(result(points(30), true));
        Document document = parse(page);
        assertThat(document.getElementsByTagName("svg").getLength()).isEqualTo(7);
        assertThat(document.getElementsByTagName("script").getLength()).isZero();
        for (String tag : List.of("link", "img", "iframe", "object", "use", "image", "base")) {
            assertThat(document.getElementsByTagName(tag).getLength()).as(tag).isZero();
        }
        assertThat(page.replace("http://h:1/&lt;b&gt;", "")).doesNotContain("http:", "https:", "url(", "@import", "//");
    }

    @Test
    void page_showsTimesAndCounts() throws Exception {
        String text = parse(HtmlReport.of(result(points(30), true)))
                .getDocumentElement()
                .getTextContent();
        assertThat(text)
                .contains(
                        "accepted events/s",
                        "End-to-end latency",
                        "sink-001",
                        "flap:up=1s",
                        "failed: 3 lost",
                        "http://h:1/<b>");
    }

    @Test
    void withoutSinks_thereIsNothingAboutThem() throws Exception {
        String page = HtmlReport.of(result(points(5), false));
        assertThat(parse(page).getElementsByTagName("svg").getLength()).isEqualTo(6);
        assertThat(page).doesNotContain("End-to-end").doesNotContain("Destinations");
    }

    @Test
    void withoutAnyPoint_thePageStands() throws Exception {
        assertThat(parse(HtmlReport.of(result(List.of(), true)))
                        .getElementsByTagName("svg")
                        .getLength())
                .isZero();
    }

    @Test
    void longRun_isThinned_andKeepsItsPeaks() {
        List<Point> points = points(10_000);
        points.set(4_321, point(4_322, 100, 777, 9));
        List<Point> fewer = Point.thinned(points, 360);
        assertThat(fewer).hasSizeLessThanOrEqualTo(360).hasSizeGreaterThan(300);
        assertThat(fewer).extracting(each -> each.latency().p99()).contains(777.0);
        assertThat(fewer.stream().mapToDouble(Point::span).sum()).isCloseTo(10_000, within(1e-6));
        assertThat(fewer.get(0).answers().accepted()).isCloseTo(100, within(1e-6));
        assertThat(HtmlReport.of(result(points, true)).length()).isLessThan(1_500_000);
    }

    @Test
    void json_hasWhatProgramsAskFor() {
        JsonObject json = JsonReport.of(result(points(3), true), seq -> "id-" + seq);
        JsonObject read = new JsonObject(json.encode());
        assertThat(read.getJsonObject("setup").getString("run")).isEqualTo("r1");
        assertThat(read.getBoolean("passed")).isFalse();
        assertThat(read.getJsonArray("failures")).containsExactly("3 lost");
        assertThat(read.getJsonObject("outcome").getLong("accepted")).isEqualTo(2_970);
        assertThat(read.getJsonObject("outcome").getLong("refused")).isEqualTo(20);
        assertThat(read.getJsonObject("outcome").getLong("failed")).isEqualTo(5);
        assertThat(read.getJsonObject("outcome").getLong("unknown")).isEqualTo(10);
        assertThat(read.getJsonObject("outcome").getJsonObject("status").getLong("none"))
                .isEqualTo(2);
        assertThat(read.getJsonObject("latencyMillis").getDouble("p50")).isBetween(1.99, 2.01);
        assertThat(read.getJsonObject("endToEndMillis").getDouble("max")).isBetween(4.9, 5.1);
        assertThat(read.getJsonArray("latencyCurve")).isNotEmpty();
        assertThat(read.getLong("lost")).isEqualTo(3);
        JsonObject destination = read.getJsonArray("destinations").getJsonObject(0);
        assertThat(destination.getJsonArray("missingIds")).containsExactly("id-12");
        assertThat(destination.getLong("duplicates")).isEqualTo(2);
        assertThat(read.getJsonArray("points")).hasSize(3);
        assertThat(read.getJsonObject("cpu").getDouble("generatorMicrosPerEvent"))
                .isBetween(1_999.0, 2_001.0);
    }

    @Test
    void text_tellsTheVerdict() {
        StringWriter text = new StringWriter();
        TextReport report = new TextReport(new PrintWriter(text));
        report.live(point(1, 100, 4, 0.1));
        report.print(result(points(3), true));
        assertThat(text.toString())
                .contains("aim 100/s  ok 100/s")
                .contains("2,970 accepted, 20 refused, 5 failed, 10 unknown, 0 never sent")
                .contains("verdict     failed: 3 lost");
        assertThat(text.toString().lines()).allMatch(line -> line.length() <= 160);
    }

    @Test
    void saturatedGenerator_saysSo() {
        List<Point> points = new ArrayList<>(points(5));
        points.set(3, point(4, 100, 4, 0.97));
        StringWriter text = new StringWriter();
        new TextReport(new PrintWriter(text)).print(result(points, false));
        assertThat(text.toString()).contains("The generator was at its own limit");
    }

    @Test
    void axes_haveRoundNumbers() {
        assertThat(Axis.linear(2_340).ticks()).containsExactly(0.0, 500.0, 1_000.0, 1_500.0, 2_000.0, 2_500.0);
        assertThat(Axis.linear(0).ticks()).startsWith(0.0).hasSizeGreaterThan(2);
        assertThat(Axis.decades(0.3, 45).ticks()).hasSize(4);
        assertThat(Axis.decades(0.3, 45).at(100)).isEqualTo(1);
        assertThat(Axis.decades(1, 100).at(10)).isEqualTo(0.5);
        assertThat(Axis.label(25_000)).isEqualTo("25k");
        assertThat(Axis.label(0.5)).isEqualTo("0.5");
    }

    private static Document parse(String page) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(page.replace("<!DOCTYPE html>", ""))));
    }

    private static List<Point> points(int seconds) {
        List<Point> points = new ArrayList<>();
        for (int i = 1; i <= seconds; i++) {
            points.add(point(i, 100, 4, 0.2));
        }
        return points;
    }

    private static Point point(double at, double rate, double p99, double cpu) {
        Percentiles latency = at % 7 == 0 ? NOTHING : new Percentiles(10, 1, 2, p99, p99, p99);
        return new Point(
                at,
                1,
                rate,
                new Answers(rate, rate, 0, 0, 0),
                latency,
                3,
                rate,
                latency,
                12,
                new CpuShare(cpu, 0.1, 0.5));
    }

    private static Result result(List<Point> points, boolean sinks) {
        Histogram nanos = new Histogram(3_600_000_000_000L, 3);
        nanos.recordValueWithCount(2_000_000, 594);
        Histogram micros = new Histogram(3_600_000_000L, 3);
        micros.recordValueWithCount(5_000, 2_970);
        Outcome outcome = new Outcome(5, Map.of(200, 594L, 429, 3L, 503, 1L, 400, 1L, 0, 2L), 0, 0, 2_970, 30, nanos);
        Setup setup = new Setup(
                "http://h:1/<b>",
                "r1",
                1,
                "constant",
                100,
                30,
                0,
                5,
                false,
                3_500,
                64,
                1,
                100,
                sinks ? List.of("flap:up=1s") : List.of());
        List<Account> accounts = sinks
                ? List.of(new Account("sink-001", "flap:up=1s", true, 2_969, 2_967, 4, 3, 0, 0, List.of(12L), micros))
                : List.of();
        return new Result(setup, 1_700_000_000_000L, false, outcome, accounts, points, List.of("3 lost"));
    }
}
