package dev.centrifuge.payload;

import com.fasterxml.jackson.databind.JsonNode;
import dev.centrifuge.config.payload.Template;
import dev.centrifuge.config.payload.Template.Hole;
import dev.centrifuge.config.payload.Template.Literal;
import dev.centrifuge.config.payload.Template.Part;
import dev.centrifuge.jslt.JsltFailure;
import java.util.Locale;

/**
 * Fills the holes of templates from an event. A text, number or boolean fills one; anything else, nothing among it, is a
 * failure: a request to {@code /contacts/} is not one to {@code /contacts/42}.
 */
final class Blanks {
    /** The longest that a value or a path with its query may become: what servers commonly take. */
    static final int LONGEST = 8_192;

    private Blanks() {}

    /**
     * Path and query of a request.
     *
     * @throws JsltFailure where a value is missing, is empty in the path, would climb up the path, or is too long
     */
    static String target(Template template, JsonNode event) {
        StringBuilder out = new StringBuilder();
        int query = -1;
        for (Part part : template.parts()) {
            if (part instanceof Hole hole) {
                String value = value(hole, event);
                if (value.isEmpty() && query < 0) {
                    throw new JsltFailure("{" + hole.path() + "} is empty, and stands in a path");
                }
                out.append(Escapes.component(value));
            } else {
                out.append(((Literal) part).text());
            }
            query = query < 0 ? out.indexOf("?") : query;
        }
        String path = query < 0 ? out.toString() : out.substring(0, query);
        if (climbs(path)) {
            throw new JsltFailure("the path would have a segment \".\" or \"..\"");
        }
        return bounded(out);
    }

    /** Servers and proxies take such a segment out, together with the one before it, escaped or not. */
    private static boolean climbs(String path) {
        for (String segment : path.toLowerCase(Locale.ROOT).split("/", -1)) {
            String plain = segment.contains("%2e") ? segment.replace("%2e", ".") : segment;
            if (plain.equals(".") || plain.equals("..")) {
                return true;
            }
        }
        return false;
    }

    /**
     * A header's value.
     *
     * @throws JsltFailure where a value is missing, or the whole is too long or empty
     */
    static String header(Template template, JsonNode event) {
        StringBuilder out = new StringBuilder();
        for (Part part : template.parts()) {
            out.append(part instanceof Hole hole ? Escapes.header(value(hole, event)) : ((Literal) part).text());
        }
        return bounded(out);
    }

    private static String bounded(StringBuilder out) {
        if (out.length() > LONGEST) {
            throw new JsltFailure("it is longer than " + LONGEST + " characters");
        }
        return out.toString();
    }

    private static String value(Hole hole, JsonNode event) {
        JsonNode at = event;
        for (Object step : hole.steps()) {
            at = step instanceof Integer index
                    ? at.path(index < 0 ? at.size() + index : index)
                    : at.path((String) step);
        }
        if (!at.isValueNode() || at.isNull()) {
            String what =
                    at.isMissingNode() ? "missing" : at.isNull() ? "null" : at.isArray() ? "an array" : "an object";
            throw new JsltFailure("{" + hole.path() + "} is " + what + " in the event");
        }
        String text = at.asText();
        if (!Escapes.whole(text)) {
            throw new JsltFailure("{" + hole.path() + "} holds half of a character");
        }
        return text;
    }
}
