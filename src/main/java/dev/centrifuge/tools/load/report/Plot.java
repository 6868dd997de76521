package dev.centrifuge.tools.load.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Lines over a horizontal axis, as an SVG that needs no script: each place along it has a {@code title}, which browsers
 * show where the pointer rests.
 */
final class Plot {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 240;
    private static final int LEFT = 56;
    private static final int RIGHT = 12;
    private static final int TOP = 12;
    private static final int BOTTOM = 28;
    private static final double INNER_WIDTH = WIDTH - LEFT - RIGHT;
    private static final double INNER_HEIGHT = HEIGHT - TOP - BOTTOM;

    /** One line. Gaps are {@link Double#NaN}. {@code style} is a class of the page's style sheet. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Series(String name, String style, double[] values) {}

    /** A number on the horizontal axis. */
    record Mark(double at, String text) {}

    private final String title;
    private final String unit;
    private final double[] x;
    private final List<Series> series = new ArrayList<>();
    private List<Mark> marks = List.of();
    private double shadedTo;
    private boolean log;

    /** @param x where the values are, rising; whatever the marks are in */
    Plot(String title, String unit, double[] x) {
        this.title = title;
        this.unit = unit;
        this.x = x;
    }

    Plot line(String name, String style, double[] values) {
        series.add(new Series(name, style, values));
        return this;
    }

    Plot marked(List<Mark> at) {
        marks = at;
        return this;
    }

    /** From the start to here it was only warming up. */
    Plot shaded(double to) {
        shadedTo = to;
        return this;
    }

    Plot inDecades() {
        log = true;
        return this;
    }

    String html() {
        StringBuilder out = new StringBuilder("<figure>\n<figcaption><b>")
                .append(Texts.escape(title))
                .append("</b> <em>")
                .append(Texts.escape(unit))
                .append("</em>");
        for (Series each : series) {
            out.append(" <span><i class=\"%s\"></i>%s</span>".formatted(each.style, Texts.escape(each.name)));
        }
        out.append("</figcaption>\n");
        Axis axis = axis();
        out.append("<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n"
                .formatted(WIDTH, HEIGHT, Texts.escape(title)));
        grid(out, axis);
        for (Series each : series) {
            path(out, each, axis);
        }
        tips(out);
        return out.append("</svg>\n</figure>\n").toString();
    }

    private Axis axis() {
        double most = 0;
        double least = Double.MAX_VALUE;
        for (Series each : series) {
            for (double value : each.values) {
                if (!Double.isNaN(value)) {
                    most = Math.max(most, value);
                    least = value > 0 ? Math.min(least, value) : least;
                }
            }
        }
        return log && most > 0 ? Axis.decades(least, most) : Axis.linear(most);
    }

    private void grid(StringBuilder out, Axis axis) {
        if (shadedTo > 0) {
            out.append("<rect class=\"warm\" x=\"%d\" y=\"%d\" width=\"%s\" height=\"%s\"/>%n"
                    .formatted(LEFT, TOP, number(across(shadedTo) - LEFT), number(INNER_HEIGHT)));
        }
        for (double tick : axis.ticks()) {
            String y = number(down(axis.at(tick)));
            out.append("<path class=\"grid\" d=\"M%d %sH%d\"/><text class=\"y\" x=\"%d\" y=\"%s\">%s</text>%n"
                    .formatted(LEFT, y, WIDTH - RIGHT, LEFT - 6, y, Axis.label(tick)));
        }
        for (Mark mark : marks) {
            out.append("<text class=\"x\" x=\"%s\" y=\"%d\">%s</text>%n"
                    .formatted(number(across(mark.at)), HEIGHT - 8, Texts.escape(mark.text)));
        }
    }

    /** A point between two gaps would be a line without a length: it is drawn as a dot. */
    private void path(StringBuilder out, Series line, Axis axis) {
        StringBuilder path = new StringBuilder();
        boolean pen = false;
        for (int i = 0; i < x.length; i++) {
            double value = line.values[i];
            if (Double.isNaN(value)) {
                pen = false;
                continue;
            }
            String to = number(across(x[i])) + " " + number(down(axis.at(value)));
            boolean alone = !pen && (i + 1 == x.length || Double.isNaN(line.values[i + 1]));
            path.append(pen ? "L" : "M").append(to).append(alone ? "h0.1" : "");
            pen = true;
        }
        out.append("<path class=\"line %s\" d=\"%s\"/>%n".formatted(line.style, path));
    }

    private void tips(StringBuilder out) {
        double width = INNER_WIDTH / Math.max(1, x.length);
        for (int i = 0; i < x.length; i++) {
            StringBuilder text = new StringBuilder();
            for (Mark mark : marks) {
                text.append(mark.at == x[i] && text.isEmpty() ? mark.text : "");
            }
            if (text.isEmpty()) {
                text.append(Texts.decimal(x[i]));
            }
            for (Series each : series) {
                double value = each.values[i];
                text.append("; ").append(each.name).append(": ").append(value(value));
            }
            out.append("<rect class=\"tip\" x=\"%s\" y=\"%d\" width=\"%s\" height=\"%s\"><title>%s</title></rect>%n"
                    .formatted(
                            number(Math.max(LEFT, across(x[i]) - width / 2)),
                            TOP,
                            number(width),
                            number(INNER_HEIGHT),
                            Texts.escape(text.toString())));
        }
    }

    private static String value(double value) {
        return Double.isNaN(value) ? "–" : value < 10 ? Texts.millis(value) : Texts.decimal(value);
    }

    private double across(double at) {
        double first = Math.min(0, x[0]);
        double range = x[x.length - 1] - first;
        return LEFT + (range <= 0 ? INNER_WIDTH / 2 : (at - first) / range * INNER_WIDTH);
    }

    private static double down(double share) {
        return TOP + (1 - share) * INNER_HEIGHT;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
