package dev.centrifuge.tools.load.report;

import dev.centrifuge.tools.load.ledger.Account;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A result as one page that needs nothing but itself: no script, no font, no picture from elsewhere. */
public final class HtmlReport {
    private static final String STYLE = """
            :root{--bg:#fff;--fg:#1c2430;--dim:#667;--rule:#e3e6ea;--warm:#f4f1e8;--card:#fafbfc;--good:#1a7f4b;--bad:#b3261e;
            --c0:#98a2ad;--c1:#3b7dd8;--c2:#1a9a5c;--c3:#8a56c9;--c4:#d9822b;--c5:#c8322b}
            @media(prefers-color-scheme:dark){:root{--bg:#14181d;--fg:#e4e8ec;--dim:#98a2ad;--rule:#2a3038;--warm:#231f16;
            --card:#1a1f26;--good:#4cc38a;--bad:#ff8177;--c0:#75808c;--c1:#6ba7f5;--c2:#4cc38a;--c3:#b58bef;--c4:#f0a35c;--c5:#ff8177}}
            *{box-sizing:border-box}
            body{margin:0 auto;max-width:1180px;padding:24px;background:var(--bg);color:var(--fg);
            font:15px/1.45 system-ui,-apple-system,"Segoe UI",sans-serif}
            h1{font-size:24px;margin:0 0 4px}h2{font-size:17px;margin:28px 0 8px}p{margin:4px 0;color:var(--dim)}
            .verdict{font-weight:600}.good{color:var(--good)}.bad{color:var(--bad)}
            .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(125px,1fr));gap:12px;margin:20px 0}
            .tile{background:var(--card);border:1px solid var(--rule);border-radius:8px;padding:10px 14px}
            .tile b{display:block;font-size:18px;font-weight:600;white-space:nowrap}.tile span{color:var(--dim);font-size:13px}
            .plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,500px),1fr));gap:16px}
            figure{margin:0;background:var(--card);border:1px solid var(--rule);border-radius:8px;padding:10px 12px}
            figcaption{font-size:13px}figcaption em{color:var(--dim);font-style:normal}figcaption span{white-space:nowrap}
            figcaption i{display:inline-block;width:14px;height:3px;margin:0 4px 3px 8px;border-radius:2px}
            svg{display:block;width:100%;height:auto}svg text{font-size:12px;fill:var(--dim)}
            .y{text-anchor:end;dominant-baseline:middle}.x{text-anchor:middle}
            .grid{stroke:var(--rule);fill:none}.warm{fill:var(--warm)}
            .line{fill:none;stroke-width:1.8;stroke-linejoin:round;stroke-linecap:round}
            .tip{fill:transparent}.tip:hover{fill:var(--dim);fill-opacity:.12}
            .scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
            th,td{padding:5px 10px;border-bottom:1px solid var(--rule);text-align:right;white-space:nowrap}
            th{color:var(--dim);font-weight:500;font-size:13px}th:first-child,td:first-child,td.text,th.text{text-align:left}
            """;

    private HtmlReport() {}

    public static String of(Result result) {
        StringBuilder out = new StringBuilder(
                        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<title>Load ")
                .append(Texts.escape(result.setup().run()))
                .append("</title>\n<style>\n")
                .append(STYLE)
                .append(colours())
                .append("</style>\n</head>\n<body>\n");
        header(out, result);
        tiles(out, result);
        out.append("<div class=\"plots\">\n");
        new Charts(result).plots().forEach(each -> out.append(each.html()));
        out.append("</div>\n");
        if (!result.accounts().isEmpty()) {
            destinations(out, result.accounts());
        }
        answers(out, result.outcome());
        cpu(out, result.cpu());
        return out.append("</body>\n</html>\n").toString();
    }

    /** The same colour for a line and for its key. */
    private static String colours() {
        StringBuilder rules = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            rules.append("path.c%d{stroke:var(--c%d)}i.c%d{background:var(--c%d)}%n".formatted(i, i, i, i));
        }
        return rules.toString();
    }

    private static void header(StringBuilder out, Result result) {
        out.append("<h1>Load of ").append(Texts.escape(result.setup().url())).append("</h1>\n");
        out.append("<p class=\"verdict %s\">%s</p>%n"
                .formatted(result.passed() ? "good" : "bad", Texts.escape(TextReport.verdict(result))));
        out.append("<p>").append(Texts.escape(result.setup().sentence())).append("</p>\n");
        out.append("<p>Run ")
                .append(Texts.escape(result.setup().run()))
                .append(", ended ")
                .append(Instant.ofEpochMilli(result.endedMillis()))
                .append(". Open loop: times count from when an event was due.</p>\n");
    }

    private static void tiles(StringBuilder out, Result result) {
        Percentiles latency = Percentiles.ofNanos(result.outcome().latency());
        out.append("<div class=\"tiles\">\n");
        tile(out, Texts.decimal(result.outcome().acceptedPerSecond()), "accepted events/s");
        tile(out, Texts.millis(latency.p50()) + " ms", "median answer");
        tile(out, Texts.millis(latency.p99()) + " ms", "99th percentile");
        tile(out, Texts.percent(result.outcome().failedShare()), "of requests not accepted");
        if (!result.accounts().isEmpty()) {
            Percentiles ends = Percentiles.ofMicros(result.endToEnd());
            tile(out, Texts.millis(ends.p50()) + " ms", "median end to end");
            tile(out, Texts.millis(ends.p99()) + " ms", "99th percentile end to end");
            tile(out, Texts.count(result.lost()), "lost");
            tile(out, Texts.count(result.duplicates()), "duplicates");
        }
        out.append("</div>\n");
    }

    private static void tile(StringBuilder out, String figure, String what) {
        out.append("<div class=\"tile\"><b>%s</b><span>%s</span></div>%n"
                .formatted(Texts.escape(figure), Texts.escape(what)));
    }

    private static void destinations(StringBuilder out, List<Account> accounts) {
        table(
                out,
                "Destinations",
                "destination",
                "mode",
                "arrived",
                "duplicates",
                "lost",
                "never came",
                "out of order",
                "refused requests",
                "p50 ms",
                "p99 ms",
                "max ms");
        for (Account each : accounts) {
            Percentiles times = Percentiles.ofMicros(each.latency());
            row(
                    out,
                    each.name(),
                    each.mode(),
                    Texts.count(each.unique()),
                    Texts.count(each.duplicates()),
                    each.takes() ? Texts.count(each.lost()) : "–",
                    Texts.count(each.missing()),
                    Texts.count(each.inversions()),
                    Texts.count(each.refused()),
                    Texts.millis(times.p50()),
                    Texts.millis(times.p99()),
                    Texts.millis(times.max()));
        }
        out.append("</table></div>\n");
    }

    private static void answers(StringBuilder out, Outcome outcome) {
        table(out, "Answers", "status", "requests", "share");
        long all = Math.max(1, outcome.requests());
        for (Map.Entry<Integer, Long> each : outcome.status().entrySet()) {
            row(
                    out,
                    each.getKey() == 0 ? "none" : Integer.toString(each.getKey()),
                    Texts.count(each.getValue()),
                    Texts.percent((double) each.getValue() / all));
        }
        row(out, "never sent", Texts.count(outcome.unsent()), "");
        out.append("</table></div>\n");
    }

    private static void cpu(StringBuilder out, CpuUse cpu) {
        table(out, "Own cost", "part", "share of a core", "µs of CPU");
        row(out, "generator", Texts.percent(cpu.generatorShare()), Texts.decimal(cpu.generatorMicros()) + " an event");
        row(out, "generator, busiest second", Texts.percent(cpu.busiest()), "");
        if (cpu.sinkMicros() > 0) {
            row(out, "sinks", "", Texts.decimal(cpu.sinkMicros()) + " an arrival");
        }
        row(out, "whole process", Texts.percent(cpu.processShare()), "");
        out.append("</table></div>\n");
        if (cpu.saturated()) {
            out.append("<p class=\"bad\">The generator was at its own limit: these figures are of it.</p>\n");
        }
    }

    private static void table(StringBuilder out, String title, String... columns) {
        out.append("<h2>").append(title).append("</h2>\n<div class=\"scroll\"><table>\n<tr>");
        for (String column : columns) {
            out.append("<th>").append(column).append("</th>");
        }
        out.append("</tr>\n");
    }

    private static void row(StringBuilder out, String... cells) {
        out.append("<tr>");
        for (String cell : cells) {
            out.append("<td>").append(Texts.escape(cell)).append("</td>");
        }
        out.append("</tr>\n");
    }
}
