package dev.centrifuge.tools.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.centrifuge.tools.bench.child.ChildOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** A benchmark's outcome, for people and for programs. */
public final class Report implements ChildOptions.Printed {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final double WORTH_NAMING = 0.05;

    private final String name;
    private final String setting;
    private final List<Comparison> comparisons = new ArrayList<>();

    /** @param setting what a reader must know beside the figures: transport, flags, rounds */
    public Report(String name, String setting) {
        this.name = name;
        this.setting = setting;
    }

    public void add(Comparison comparison) {
        comparisons.add(comparison);
    }

    @Override
    public void print(PrintWriter out) {
        out.println(name + " (" + setting + "; " + machine() + "; medians)");
        out.println(row("", "measured", "baseline", "ratio", "goal", "CPU µs", "base µs", "CPU ×", "p50 ms", "p99 ms"));
        for (Comparison each : comparisons) {
            out.println(row(
                    each.what(),
                    number(each.subject(Sample::perSecond)) + " " + each.unit(),
                    number(each.baseline(Sample::perSecond)),
                    number(each.ratio()),
                    number(each.goal()),
                    number(each.subject(Sample::cpuMicros)),
                    number(each.baseline(Sample::cpuMicros)),
                    number(each.ratio(Sample::cpuMicros)),
                    number(each.subject(Sample::p50)),
                    number(each.subject(Sample::p99))));
        }
        for (Comparison each : comparisons) {
            out.println("  " + each.what() + ": baseline is " + each.baselineName() + spread(each) + threads(each));
        }
        out.flush();
    }

    @Override
    public void write(Path file) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.put("benchmark", name).put("setting", setting).put("machine", machine());
        ArrayNode all = root.putArray("comparisons");
        for (Comparison each : comparisons) {
            ObjectNode one = all.addObject();
            one.put("what", each.what()).put("unit", each.unit()).put("baselineName", each.baselineName());
            put(one, "ratio", each.ratio());
            put(one, "goal", each.goal());
            ratios(one.putArray("ratios"), each.ratios(Sample::perSecond));
            put(one, "cpuRatio", each.ratio(Sample::cpuMicros));
            samples(one.putArray("subject"), each.subject());
            samples(one.putArray("baseline"), each.baseline());
        }
        JSON.writeValue(file.toFile(), root);
    }

    private static void ratios(ArrayNode array, double[] ratios) {
        for (double ratio : ratios) {
            array.add(Math.round(ratio * 1000) / 1000.0);
        }
    }

    private static void samples(ArrayNode array, List<Sample> samples) {
        for (Sample each : samples) {
            ObjectNode one = array.addObject();
            put(one, "value", each.perSecond());
            put(one, "cpuMicros", each.cpuMicros());
            put(one, "p50", each.p50());
            put(one, "p99", each.p99());
            ObjectNode threads = one.putObject("cpuByThread");
            each.cpuByThread().forEach((thread, micros) -> put(threads, thread, micros));
        }
    }

    private static void put(ObjectNode node, String key, double value) {
        if (Double.isFinite(value)) {
            node.put(key, Math.round(value * 1000) / 1000.0);
        }
    }

    /** Between which ratios the rounds were. */
    private static String spread(Comparison comparison) {
        double[] ratios = comparison.ratios(Sample::perSecond);
        Arrays.sort(ratios);
        return ratios.length < 2
                ? ""
                : "; ratios from " + number(ratios[0]) + " to " + number(ratios[ratios.length - 1]);
    }

    private static String threads(Comparison comparison) {
        Map<String, List<Double>> all = new TreeMap<>();
        for (Sample sample : comparison.subject()) {
            sample.cpuByThread()
                    .forEach((thread, micros) ->
                            all.computeIfAbsent(thread, t -> new ArrayList<>()).add(micros));
        }
        StringBuilder text = new StringBuilder();
        all.forEach((thread, each) -> {
            double median = Comparison.median(
                    each.stream().mapToDouble(Double::doubleValue).toArray());
            if (median >= WORTH_NAMING) {
                text.append(text.isEmpty() ? "; CPU µs by thread: " : ", ")
                        .append(thread)
                        .append(' ')
                        .append(number(median));
            }
        });
        return text.toString();
    }

    private static String row(String first, String... rest) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-44s", first));
        for (int i = 0; i < rest.length; i++) {
            line.append(String.format(Locale.ROOT, i == 0 ? "%18s" : "%10s", rest[i]));
        }
        return line.toString();
    }

    static String number(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        ToDoubleFunction<Double> size = Math::abs;
        return String.format(Locale.ROOT, size.applyAsDouble(value) >= 1000 ? "%,.0f" : "%.2f", value);
    }

    private static String machine() {
        return Runtime.getRuntime().availableProcessors() + " processors, Java " + Runtime.version();
    }
}
