package dev.centrifuge.jslt;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.JsltException;
import com.schibsted.spt.data.jslt.Parser;
import com.schibsted.spt.data.jslt.impl.NodeUtils;
import java.io.StringReader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A compiled JSLT expression. Two are equal if their texts are.
 *
 * <p>What it cannot do: read files, classes or the network ({@code import} is refused), and, whatever an event holds, take
 * the process along. An evaluation has an allowance of {@link Steps}, which all that can be repeated or grows with the event is
 * charged for, what it makes included; {@code *} does not repeat texts; recursion that does not end is a failure.
 *
 * <p>Integers count as 64-bit and other numbers as doubles in arithmetic and comparisons, as JSLT has it. What is only
 * carried from one place to another keeps its value, whatever its size.
 */
public final class Jslt {
    private static final Pattern PLACE = Pattern.compile("\\s*\\bat line (\\d+), column (\\d+)\\.?");

    private final String text;
    private final Expression expression;

    private Jslt(String text, Expression expression) {
        this.text = text;
        this.expression = expression;
    }

    /** @throws InvalidJslt where {@code text} is no expression, calls what there is not, or imports something */
    public static Jslt compile(String text) throws InvalidJslt {
        try {
            Expression expression = new Parser(new StringReader(text))
                    .withFunctions(Regexes.FUNCTIONS)
                    .withResourceResolver(name -> {
                        throw new JsltException("import is not allowed");
                    })
                    .compile();
            Unbound.refuse(expression);
            Guards.install(expression);
            return new Jslt(text, expression);
        } catch (JsltException e) {
            throw new InvalidJslt(reason(e));
        } catch (StackOverflowError e) {
            throw new InvalidJslt("it nests too deeply");
        } catch (OutOfMemoryError e) {
            // Constants are folded: "x" * 2000000000 happens here.
            throw new InvalidJslt("it needs too much memory");
        } catch (RuntimeException e) {
            // The library does not foresee everything, such as integers beyond 64 bits.
            throw new InvalidJslt(firstLine(String.valueOf(e.getMessage())));
        }
    }

    /** The library's parser names a place in three ways, and lists all the tokens that it would have liked better. */
    private static String reason(JsltException e) {
        String message = String.valueOf(e.getMessageWithoutLocation());
        Matcher place = PLACE.matcher(message);
        boolean named = place.find();
        String line = named ? place.group(1) : Integer.toString(Math.max(0, e.getLine()));
        String column = named ? place.group(2) : Integer.toString(e.getColumn());
        String where = line.equals("0") ? "" : line + ":" + column + " ";
        return where + firstLine(place.replaceFirst("").replaceFirst("^Parse error: ", ""));
    }

    private static String firstLine(String message) {
        return message.strip().lines().findFirst().orElse("it cannot be read");
    }

    /** As it was written. */
    public String text() {
        return text;
    }

    /**
     * What the expression makes of an event; JSON's {@code null} for nothing, never Java's. The result may share parts with
     * {@code event}: neither must be changed.
     *
     * @throws JsltFailure where it cannot be evaluated
     */
    public JsonNode apply(JsonNode event) {
        return evaluate(event, true);
    }

    private JsonNode evaluate(JsonNode event, boolean written) {
        Steps steps = Steps.begin();
        try {
            JsonNode made = expression.apply(event);
            if (written) {
                steps.weigh(made, 0);
            }
            return made;
        } catch (JsltFailure e) {
            throw e;
        } catch (StackOverflowError e) {
            throw new JsltFailure("it recurses too deeply");
        } catch (JsltException e) {
            throw new JsltFailure(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            throw new JsltFailure(e.toString());
        }
    }

    /**
     * Whether the expression is true of an event, as JSLT has it: {@code false}, {@code null}, 0, and what is empty are not.
     *
     * @throws JsltFailure where it cannot be evaluated
     */
    public boolean test(JsonNode event) {
        return NodeUtils.isTrue(evaluate(event, false));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Jslt jslt && jslt.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
