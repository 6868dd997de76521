package dev.centrifuge.tools.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Prints answers: as JSON where that is asked, else what a command makes of them. */
final class Printout {
    private final PrintWriter out;
    private final boolean json;

    Printout(PrintWriter out, boolean json) {
        this.out = out;
        this.json = json;
    }

    /** True after it has printed the answer as JSON; else the caller prints it for people. */
    boolean json(JsonNode answer) {
        if (json) {
            line(answer.toPrettyString());
        }
        return json;
    }

    void line(String text) {
        out.println(text);
        out.flush();
    }

    /** A table with a head. Columns are as wide as they must be; those whose cells are all numbers stand to the right. */
    void table(List<String> head, List<List<String>> rows) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < head.size(); i++) {
            columns.add(Column.of(i, head, rows));
        }
        printRow(columns, head);
        rows.forEach(row -> printRow(columns, row));
        out.flush();
    }

    private void printRow(List<Column> columns, List<String> row) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            line.append(i == 0 ? "" : "  ").append(columns.get(i).pad(row.get(i)));
        }
        out.println(line.toString().stripTrailing());
    }

    private record Column(int width, boolean numbers) {

        static Column of(int index, List<String> head, List<List<String>> rows) {
            int width = head.get(index).length();
            boolean numbers = !rows.isEmpty();
            for (List<String> row : rows) {
                String cell = row.get(index);
                width = Math.max(width, cell.length());
                numbers &= cell.equals("-") || (!cell.isEmpty() && Character.isDigit(cell.charAt(0)));
            }
            return new Column(width, numbers);
        }

        String pad(String cell) {
            String blanks = " ".repeat(width - cell.length());
            return numbers ? blanks + cell : cell + blanks;
        }
    }
}
