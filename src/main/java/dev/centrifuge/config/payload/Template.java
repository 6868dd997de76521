package dev.centrifuge.config.payload;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with holes that the event fills, such as <code>/contacts/{.userId}</code>. A hole is a path as JSLT writes it, in braces:
 * {@code .traits.email}, {@code .items[0].sku}, {@code ."odd name"}. Any other brace is itself. Two opening braces before a dot
 * stand for one that opens no hole.
 *
 * @param parts literal texts and holes, in order
 */
public record Template(List<Part> parts) {
    private static final Pattern OPENING = Pattern.compile("\\{\\{\\.|\\{\\.");
    private static final String NAME = "\\.(?:[A-Za-z_][A-Za-z0-9_-]*|\"[^\"{}\\\\\\p{Cntrl}]{1,200}\")";
    private static final String INDEX = "\\[-?[0-9]{1,6}]";
    private static final Pattern HOLE = Pattern.compile("\\{((?:" + NAME + "(?:" + INDEX + ")*)+)}");
    private static final Pattern STEP = Pattern.compile("\\.\"([^\"]+)\"|\\.([A-Za-z0-9_-]+)|\\[(-?[0-9]+)]");

    public Template {
        parts = List.copyOf(parts);
    }

    /** A piece of a template. */
    public sealed interface Part {}

    /** Stands for itself. */
    public record Literal(String text) implements Part {}

    /**
     * Is filled from the event.
     *
     * @param path as it is written
     * @param steps from the event's root: a {@link String} is a member's name, an {@link Integer} an index, from the end where
     *     it is negative
     */
    public record Hole(String path, List<Object> steps) implements Part {}

    /** Whether a text has a hole, or something that only templates read otherwise. */
    public static boolean present(String text) {
        return text.contains("{.");
    }

    /** @throws IllegalArgumentException with a reason for people, which shows what follows the brace */
    public static Template parse(String text) {
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        Matcher opening = OPENING.matcher(text);
        Matcher hole = HOLE.matcher(text);
        int at = 0;
        while (opening.find(at)) {
            literal.append(text, at, opening.start());
            at = opening.end();
            if (opening.group().equals("{{.")) {
                literal.append("{.");
            } else if (hole.find(opening.start()) && hole.start() == opening.start()) {
                flush(literal, parts);
                parts.add(new Hole(hole.group(1), steps(hole.group(1))));
                at = hole.end();
            } else {
                throw new IllegalArgumentException("holds \"{.\" that is not a path such as {.traits.email}");
            }
        }
        literal.append(text, at, text.length());
        flush(literal, parts);
        return new Template(parts);
    }

    private static void flush(StringBuilder literal, List<Part> parts) {
        if (!literal.isEmpty()) {
            parts.add(new Literal(literal.toString()));
            literal.setLength(0);
        }
    }

    private static List<Object> steps(String path) {
        List<Object> steps = new ArrayList<>();
        Matcher step = STEP.matcher(path);
        while (step.find()) {
            String quoted = step.group(1);
            String name = quoted == null ? step.group(2) : quoted;
            steps.add(name == null ? Integer.valueOf(step.group(3)) : name);
        }
        return List.copyOf(steps);
    }

    /** Whether it needs an event. */
    public boolean hasHoles() {
        return parts.stream().anyMatch(Hole.class::isInstance);
    }

    /** The text with {@code filler} for each hole. */
    public String filled(String filler) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            text.append(part instanceof Literal literal ? literal.text() : filler);
        }
        return text.toString();
    }
}
