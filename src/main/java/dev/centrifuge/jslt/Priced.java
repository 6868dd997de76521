package dev.centrifuge.jslt;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Function;
import java.util.Set;

/** A function of the library's or of {@link Regexes} that is charged for what it has to look at. */
final class Priced implements Function {
    /** These look at nothing that is inside their arguments. */
    private static final Set<String> CHEAP = Set.of(
            "size",
            "is-array",
            "is-boolean",
            "is-decimal",
            "is-integer",
            "is-number",
            "is-object",
            "is-string",
            "not",
            "boolean",
            "round",
            "floor",
            "ceiling",
            "random",
            "now",
            "mod",
            "modulo",
            "get-key");
    /** These look through texts at the speed of memory, or are charged by the character as they go. */
    private static final Set<String> LIGHT = Set.of(
            "starts-with",
            "ends-with",
            "contains",
            "optimized-static-contains",
            "index-of",
            "min",
            "max",
            "number",
            "array",
            "sum",
            "all",
            "any",
            "zip",
            "zip-with-index",
            "flatten",
            "test",
            "capture",
            "split",
            "replace");

    private static final int CALL = 8;
    /** What makes a text, a hash or an object of its argument, or reads a date. */
    private static final int MAKING = 200;

    private static final int DATE = 1_000;
    private static final int LIGHTLY = 5;
    /** To make a text of a number takes as long as to look at it so many times. */
    private static final int MADE = 4;

    private final Function function;
    private final int call;
    private final int shift;
    private final int times;
    private final boolean searches;

    Priced(Function function) {
        this.function = function;
        String name = function.getName();
        boolean cheap = CHEAP.contains(name);
        boolean light = LIGHT.contains(name);
        this.call = cheap || light ? CALL : name.endsWith("-time") ? DATE : MAKING;
        this.shift = light ? LIGHTLY : 1;
        this.times = cheap ? 0 : light ? 1 : MADE;
        this.searches = name.equals("contains") || name.equals("index-of");
    }

    @Override
    public JsonNode call(JsonNode input, JsonNode[] arguments) {
        Steps steps = Steps.current();
        steps.take(call);
        for (JsonNode argument : arguments) {
            for (int i = 0; i < times; i++) {
                steps.weigh(argument, shift);
            }
        }
        if (searches && arguments[0].isTextual() && arguments[1].isTextual()) {
            // The JDK tries at each character, and there compares as far as it is the same.
            long left = arguments[0].textValue().length();
            steps.take((left * arguments[1].textValue().length()) >> 4);
        }
        return function.call(input, arguments);
    }

    @Override
    public String getName() {
        return function.getName();
    }

    @Override
    public int getMinArguments() {
        return function.getMinArguments();
    }

    @Override
    public int getMaxArguments() {
        return function.getMaxArguments();
    }
}
