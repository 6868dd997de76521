package dev.centrifuge.tools.bench.cost;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.centrifuge.tools.bench.child.ChildOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rows of figures and a verdict, for people and for programs. Belongs to the command's thread. */
public final class Table implements ChildOptions.Printed {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final int LEAST_WIDTH = 8;

    private final String name;
    private final String setting;
    private final List<String> columns;
    private final List<List<Object>> rows = new ArrayList<>();
    private final List<Mark> marks = new ArrayList<>();

    /** What was promised, and whether it was kept. */
    private record Mark(String what, String seen, boolean kept) {}

    /** @param setting what a reader must know beside the figures */
    public Table(String name, String setting, String... columns) {
        this.name = name;
        this.setting = setting;
        this.columns = List.of(columns);
    }

    /** @param cells texts, or numbers, of which NaN says that there is none; as many as there are columns */
    public Table row(Object... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns.size() + " columns");
        }
        rows.add(List.of(cells));
        return this;
    }

    /** Judges: {@code what} was promised, {@code seen} says what came. */
    public Table mark(String what, Object seen, boolean kept) {
        marks.add(new Mark(what, text(seen), kept));
        return this;
    }

    /** Whether everything promised was kept. */
    boolean kept() {
        return marks.stream().allMatch(Mark::kept);
    }

    @Override
    public void print(PrintWriter out) {
        out.println(name + " (" + setting + "; " + machine() + ")");
        List<List<String>> texts = new ArrayList<>();
        texts.add(columns);
        rows.forEach(row -> texts.add(row.stream().map(Table::text).toList()));
        for (List<String> line : texts) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < line.size(); i++) {
                text.append(String.format((i == 0 ? "%-" : "  %") + width(texts, i) + "s", line.get(i)));
            }
            out.println(text);
        }
        marks.forEach(mark -> out.println((mark.kept ? "kept    " : "MISSED  ") + mark.what + ": " + mark.seen));
        out.flush();
    }

    @Override
    public void write(Path file) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.put("benchmark", name)
                .put("setting", setting)
                .put("machine", machine())
                .put("kept", kept());
        ArrayNode all = root.putArray("rows");
        for (List<Object> row : rows) {
            ObjectNode one = all.addObject();
            for (int i = 0; i < row.size(); i++) {
                put(one, columns.get(i), row.get(i));
            }
        }
        ArrayNode judged = root.putArray("marks");
        marks.forEach(mark ->
                judged.addObject().put("what", mark.what).put("seen", mark.seen).put("kept", mark.kept));
        JSON.writeValue(file.toFile(), root);
    }

    private static void put(ObjectNode node, String key, Object cell) {
        if (cell instanceof Double number && Double.isFinite(number)) {
            node.put(key, number);
        } else if (cell instanceof Number whole && !(cell instanceof Double)) {
            node.put(key, whole.longValue());
        } else if (cell instanceof String text) {
            node.put(key, text);
        } else {
            node.putNull(key);
        }
    }

    private static int width(List<List<String>> texts, int column) {
        int widest =
                texts.stream().mapToInt(line -> line.get(column).length()).max().orElse(0);
        return Math.max(LEAST_WIDTH, widest);
    }

    static String text(Object cell) {
        if (cell instanceof Double number) {
            double size = Math.abs(number);
            return Double.isNaN(number)
                    ? "-"
                    : String.format(Locale.ROOT, size >= 1000 ? "%,.0f" : size >= 10 ? "%.1f" : "%.3f", number);
        }
        return cell instanceof Number whole ? String.format(Locale.ROOT, "%,d", whole.longValue()) : cell.toString();
    }

    private static String machine() {
        return Runtime.getRuntime().availableProcessors() + " processors, Java " + Runtime.version();
    }
}
