package dev.centrifuge.jslt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.schibsted.spt.data.jslt.Function;
import com.schibsted.spt.data.jslt.impl.NodeUtils;
import com.schibsted.spt.data.jslt.impl.RegexpFunction;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * JSLT's functions with regular expressions, with the meaning they have in the library: they take their place, since those
 * know no bound ({@link Steps}), and one of them keeps its patterns in a map that is not safe for threads.
 */
final class Regexes {
    static final List<Function> FUNCTIONS = List.of(
            new Named("test", 2, Regexes::test),
            new Named("capture", 2, Regexes::capture),
            new Named("split", 2, Regexes::split),
            new Named("replace", 3, Regexes::replace));

    private static final int MOST_PATTERNS = 1_000;
    /** Steps for each character of an expression that was not seen before. */
    private static final int COMPILING = 50;

    private static final Pattern GROUP = Pattern.compile("\\(\\?<([a-zA-Z][a-zA-Z0-9]*)>");
    private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

    private Regexes() {}

    private interface Body {
        JsonNode call(String text, String regex, JsonNode[] arguments);
    }

    /** Null in, null out, but for {@code test}; a literal expression is checked when it is compiled. */
    private record Named(String name, int arity, Body body) implements Function, RegexpFunction {

        @Override
        public String getName() {
            return name;
        }

        @Override
        public int getMinArguments() {
            return arity;
        }

        @Override
        public int getMaxArguments() {
            return arity;
        }

        @Override
        public int regexpArgumentNumber() {
            return 1;
        }

        @Override
        public JsonNode call(JsonNode input, JsonNode[] arguments) {
            if (arguments[0].isNull()) {
                return name.equals("test") ? BooleanNode.FALSE : NullNode.instance;
            }
            if (arguments[1].isNull()) {
                throw new JsltFailure(name + "() has no regular expression");
            }
            return body.call(
                    NodeUtils.toString(arguments[0], false), NodeUtils.toString(arguments[1], false), arguments);
        }
    }

    private static Pattern pattern(String regex) {
        Pattern known = PATTERNS.get(regex);
        if (known != null) {
            return known;
        }
        try {
            Steps.current().take(COMPILING * (1L + regex.length()));
            Pattern made = Pattern.compile(regex);
            // Expressions may come from events: what is more than expressions in files can be is not kept.
            if (PATTERNS.size() < MOST_PATTERNS) {
                PATTERNS.put(regex, made);
            }
            return made;
        } catch (PatternSyntaxException e) {
            throw new JsltFailure("bad regular expression: " + e.getMessage());
        }
    }

    private static JsonNode test(String text, String regex, JsonNode[] arguments) {
        return BooleanNode.valueOf(pattern(regex).matcher(Steps.counted(text)).find());
    }

    private static JsonNode capture(String text, String regex, JsonNode[] arguments) {
        ObjectNode groups = JsonNodeFactory.instance.objectNode();
        Matcher found = pattern(regex).matcher(Steps.counted(text));
        if (found.find()) {
            GROUP.matcher(regex)
                    .results()
                    .map(group -> group.group(1))
                    .sorted()
                    .forEach(name -> groups.put(name, found.group(name)));
        }
        return groups;
    }

    private static JsonNode split(String text, String regex, JsonNode[] arguments) {
        ArrayNode parts = JsonNodeFactory.instance.arrayNode();
        pattern(regex).splitAsStream(Steps.counted(text)).forEach(parts::add);
        return parts;
    }

    private static JsonNode replace(String text, String regex, JsonNode[] arguments) {
        String by = NodeUtils.toString(arguments[2], false);
        Matcher found = pattern(regex).matcher(Steps.counted(text));
        StringBuilder out = new StringBuilder();
        int copied = 0;
        while (found.find()) {
            if (found.start() == found.end()) {
                throw new JsltFailure("replace() with a regular expression that matches nothing at all: " + regex);
            }
            out.append(text, copied, found.start()).append(by);
            copied = found.end();
        }
        // An unchanged text is returned as it is, whatever it was; the library does so for texts only.
        return copied == 0 && arguments[0].isTextual()
                ? arguments[0]
                : new TextNode(out.append(text, copied, text.length()).toString());
    }
}
