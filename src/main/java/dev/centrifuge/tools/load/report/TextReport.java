package dev.centrifuge.tools.load.report;

import dev.centrifuge.tools.load.ledger.Account;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.Collectors;

/** A result on a screen of a hundred columns. */
public final class TextReport {
    private static final String ROW = "  %-12s %-22s %12s %10s %8s %10s %9s %9s%n";

    private final PrintWriter out;

    public TextReport(PrintWriter out) {
        this.out = out;
    }

    /** A line for the second that has passed. */
    public void live(Point point) {
        out.printf(
                Locale.ROOT,
                "%6.0f s  aim %,d/s  ok %,d/s  refused %,d/s  other %,d/s  p50 %s ms  p99 %s ms  waiting %,d  backlog %,d%n",
                point.at(),
                Math.round(point.aimed()),
                Math.round(point.answers().accepted()),
                Math.round(point.answers().refused()),
                Math.round(point.answers().failed() + point.answers().unknown()),
                Texts.millis(point.latency().p50()),
                Texts.millis(point.latency().p99()),
                point.waiting(),
                point.backlog());
        out.flush();
    }

    public void print(Result result) {
        out.println("load " + result.setup().url() + ", run " + result.setup().run());
        out.println("  " + result.setup().sentence());
        out.println();
        outcome(result);
        if (!result.accounts().isEmpty()) {
            destinations(result);
        }
        cpu(result.cpu());
        line("verdict", verdict(result));
        out.flush();
    }

    private void outcome(Result result) {
        Outcome outcome = result.outcome();
        String answers = outcome.status().entrySet().stream()
                .map(each -> (each.getKey() == 0 ? "none" : each.getKey()) + " × " + Texts.count(each.getValue()))
                .collect(Collectors.joining(", "));
        line("answers", Texts.count(outcome.requests()) + " requests: " + answers);
        line(
                "events",
                Texts.count(outcome.accepted()) + " accepted, " + Texts.count(outcome.refused()) + " refused, "
                        + Texts.count(outcome.failed()) + " failed, " + Texts.count(outcome.unknown()) + " unknown, "
                        + Texts.count(outcome.unsent() * outcome.batch()) + " never sent");
        line(
                "rate",
                Texts.decimal(outcome.acceptedPerSecond()) + " accepted events/s over "
                        + Texts.decimal(outcome.measuredSeconds()) + " s");
        line("latency", percentiles(Percentiles.ofNanos(outcome.latency())) + ", from when due to the answer");
    }

    private void destinations(Result result) {
        line("end to end", percentiles(Percentiles.ofMicros(result.endToEnd())) + ", from when due to its destination");
        out.println();
        out.printf(ROW, "destination", "mode", "arrived", "duplicates", "lost", "inversions", "p50 ms", "p99 ms");
        for (Account each : result.accounts()) {
            Percentiles times = Percentiles.ofMicros(each.latency());
            out.printf(
                    ROW,
                    each.name(),
                    each.mode(),
                    Texts.count(each.unique()),
                    Texts.count(each.duplicates()),
                    each.takes() ? Texts.count(each.lost()) : "–",
                    Texts.count(each.inversions()),
                    Texts.millis(times.p50()),
                    Texts.millis(times.p99()));
        }
        out.println();
    }

    private void cpu(CpuUse cpu) {
        line(
                "own cost",
                "%s µs of CPU an event, %s of a core%s; the whole process %s"
                        .formatted(
                                Texts.decimal(cpu.generatorMicros()),
                                Texts.percent(cpu.generatorShare()),
                                cpu.sinkMicros() > 0
                                        ? "; sinks " + Texts.decimal(cpu.sinkMicros()) + " µs an arrival"
                                        : "",
                                Texts.percent(cpu.processShare())));
        if (cpu.saturated()) {
            line("", "The generator was at its own limit: these figures are of it, not of what it measured.");
        }
    }

    static String verdict(Result result) {
        String early = result.interrupted() ? "ended early; " : "";
        return early + (result.passed() ? "passed" : "failed: " + String.join("; ", result.failures()));
    }

    private static String percentiles(Percentiles of) {
        return "p50 %s  p90 %s  p99 %s  p99.9 %s  max %s ms"
                .formatted(
                        Texts.millis(of.p50()),
                        Texts.millis(of.p90()),
                        Texts.millis(of.p99()),
                        Texts.millis(of.p999()),
                        Texts.millis(of.max()));
    }

    private void line(String name, String text) {
        out.printf("%-11s %s%n", name, text);
    }
}
