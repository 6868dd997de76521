package dev.centrifuge.tools.bench.show;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.centrifuge.tools.bench.child.ChildOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The table of one command: what was seen, what it is compared with, the mark it has to keep, and whether it did. */
final class Marks implements ChildOptions.Printed {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String LOST = "lost";
    private static final int PER_LINE = 20;

    /** Which side of a mark is good. */
    enum Keep {
        AT_MOST("≤"),
        AT_LEAST("≥"),
        NOTHING("");

        private final String sign;

        Keep(String sign) {
            this.sign = sign;
        }

        boolean kept(double value, double mark) {
            return switch (this) {
                case AT_MOST -> value <= mark;
                case AT_LEAST -> value >= mark;
                case NOTHING -> true;
            };
        }
    }

    /**
     * @param measured and {@code baseline} in the unit that {@code what} names; NaN for none
     * @param judged what is held against the mark: the figure itself or its ratio to the baseline
     */
    private record Row(String what, double measured, double baseline, double judged, Keep keep, double mark) {
        /** What could not be measured keeps no mark. */
        boolean kept() {
            return keep.kept(judged, mark);
        }
    }

    private final String name;
    private final String setting;
    private final List<Row> rows = new ArrayList<>();
    private final Map<String, long[]> series = new LinkedHashMap<>();

    /** @param setting what a reader must know beside the figures */
    Marks(String name, String setting) {
        this.name = name;
        this.setting = setting;
    }

    /** A figure without a mark. */
    void say(String what, double measured) {
        rows.add(new Row(what, measured, Double.NaN, Double.NaN, Keep.NOTHING, Double.NaN));
    }

    void say(String what, long measured) {
        say(what, (double) measured);
    }

    void say(String what, double measured, double baseline) {
        rows.add(new Row(what, measured, baseline, measured / baseline, Keep.NOTHING, Double.NaN));
    }

    void figure(String what, double measured, Keep keep, double mark) {
        rows.add(new Row(what, measured, Double.NaN, measured, keep, mark));
    }

    /** A count that must be nothing, but is no loss. */
    void none(String what, long measured) {
        figure(what, (double) measured, Keep.AT_MOST, 0);
    }

    void ratio(String what, double measured, double baseline, double ratio, Keep keep, double mark) {
        rows.add(new Row(what, measured, baseline, ratio, keep, mark));
    }

    /** Events that were acknowledged and are nowhere: the one thing that must not be. */
    void lost(long events) {
        none(LOST, events);
    }

    /** Printed below the table: numbers in the order of time, counted from 0. */
    void series(String what, long[] values) {
        series.put(what, values);
    }

    boolean missed() {
        return rows.stream().anyMatch(row -> !row.kept());
    }

    boolean lost() {
        return rows.stream().anyMatch(row -> row.what.equals(LOST) && !row.kept());
    }

    @Override
    public void print(PrintWriter out) {
        out.println(name + " (" + setting + "; " + machine() + ")");
        out.println(line("", "measured", "baseline", "ratio", "mark", ""));
        for (Row row : rows) {
            boolean ratio = !Double.isNaN(row.baseline);
            out.println(line(
                    row.what,
                    number(row.measured),
                    number(row.baseline),
                    ratio ? number(row.judged) : "",
                    row.keep == Keep.NOTHING ? "" : row.keep.sign + " " + number(row.mark),
                    row.keep == Keep.NOTHING ? "" : row.kept() ? "kept" : "MISSED"));
        }
        series.forEach((what, values) -> print(out, what, values));
        out.flush();
    }

    private static void print(PrintWriter out, String what, long[] values) {
        out.println(what + ":");
        for (int from = 0; from < values.length; from += PER_LINE) {
            StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%6d ", from));
            for (int i = from; i < Math.min(from + PER_LINE, values.length); i++) {
                text.append(String.format(Locale.ROOT, "%6d", values[i]));
            }
            out.println(text);
        }
    }

    @Override
    public void write(Path file) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.put("benchmark", name).put("setting", setting).put("machine", machine());
        ArrayNode all = root.putArray("marks");
        for (Row row : rows) {
            ObjectNode one = all.addObject().put("what", row.what);
            put(one, "measured", row.measured);
            put(one, "baseline", row.baseline);
            put(one, "judged", row.judged);
            if (row.keep != Keep.NOTHING) {
                one.put("keep", row.keep.sign).put("mark", row.mark).put("kept", row.kept());
            }
        }
        ObjectNode lists = root.putObject("series");
        series.forEach((what, values) -> {
            ArrayNode array = lists.putArray(what);
            for (long value : values) {
                array.add(value);
            }
        });
        root.put("lost", lost()).put("missed", missed());
        JSON.writeValue(file.toFile(), root);
    }

    private static void put(ObjectNode node, String key, double value) {
        if (Double.isFinite(value)) {
            node.put(key, Math.round(value * 1000) / 1000.0);
        }
    }

    private static String line(String what, String... rest) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-52s", what));
        for (String each : rest) {
            line.append(String.format(Locale.ROOT, "%11s", each));
        }
        return line.toString().stripTrailing();
    }

    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        boolean whole = Math.abs(value) >= 1000 || value == Math.rint(value);
        return String.format(Locale.ROOT, whole ? "%,.0f" : "%.2f", value);
    }

    private static String machine() {
        return Runtime.getRuntime().availableProcessors() + " processors, Java " + Runtime.version();
    }
}
