package dev.centrifuge.config.document;

import com.fasterxml.jackson.databind.JsonNode;
import dev.centrifuge.config.check.DurationText;
import dev.centrifuge.config.check.SizeText;
import dev.centrifuge.config.check.Suggestion;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Single values by type; what has another type is reported and absent. A text that holds a variable of the environment
 * may stand for a number or a boolean, since variables have no types; any other text may not.
 */
public final class Scalars {
    private static final Pattern PERCENT = Pattern.compile("(100|\\d{1,2}(\\.\\d{1,4})?)%");

    private static final BigDecimal LEAST = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    private final Document document;

    Scalars(Document document) {
        this.document = document;
    }

    public Optional<String> text(String pointer, JsonNode value) {
        return value.isTextual() ? Optional.of(value.textValue()) : wrong(pointer, value, "a string");
    }

    /** Exact; what is beyond a long becomes the nearest one, which is beyond every range, too. */
    Optional<Long> whole(String pointer, JsonNode value) {
        Optional<Long> whole = number(value).flatMap(Scalars::whole);
        return whole.isPresent() ? whole : wrong(pointer, value, "a whole number");
    }

    Optional<BigDecimal> decimal(String pointer, JsonNode value) {
        Optional<BigDecimal> number = number(value);
        return number.isPresent() ? number : wrong(pointer, value, "a number");
    }

    Optional<Boolean> flag(String pointer, JsonNode value) {
        if (value.isBoolean()) {
            return Optional.of(value.booleanValue());
        }
        if (document.fromEnvironment(value) && value.asText().matches("true|false")) {
            return Optional.of(value.asText().equals("true"));
        }
        return wrong(pointer, value, "true or false");
    }

    Optional<Long> size(String pointer, JsonNode value) {
        Optional<Long> bytes = number(value).flatMap(Scalars::whole);
        if (bytes.isPresent()) {
            return bytes;
        }
        Function<String, Optional<Long>> parse =
                text -> SizeText.parse(text).stream().boxed().findFirst();
        return parsed(pointer, value, parse, "a size", SizeText.EXPECTED);
    }

    Optional<Duration> duration(String pointer, JsonNode value) {
        return parsed(pointer, value, DurationText::parse, "a duration", DurationText.EXPECTED);
    }

    /** A size, or a percentage of {@code whole}. */
    Optional<Long> share(String pointer, JsonNode value, long whole) {
        if (!value.isTextual() || !value.textValue().endsWith("%")) {
            return size(pointer, value).filter(bytes -> {
                boolean fits = bytes <= whole;
                if (!fits) {
                    String expected = "at most " + SizeText.show(whole) + ", all of the heap";
                    document.error(pointer, document.show(value) + " is more than there is", expected);
                }
                return fits;
            });
        }
        Function<String, Optional<Long>> parse =
                text -> text.matches("([1-9]|[1-8]\\d|90)%") ? Optional.of(percent(whole, text)) : Optional.empty();
        return parsed(pointer, value, parse, "a share", "\"1%\" to \"90%\" of the heap, or a size");
    }

    private static long percent(long whole, String text) {
        return whole / 100 * Long.parseLong(text.substring(0, text.length() - 1));
    }

    /** {@code "none"}, {@code "all"}, or a percentage: from 0 to 1. */
    Optional<Double> part(String pointer, JsonNode value) {
        return parsed(pointer, value, Scalars::part, "a part", "\"none\", \"all\", or a percentage such as \"0.1%\"");
    }

    private static Optional<Double> part(String text) {
        return switch (text) {
            case "none" -> Optional.of(0.0);
            case "all" -> Optional.of(1.0);
            default ->
                PERCENT.matcher(text).matches()
                        ? Optional.of(Double.parseDouble(text.substring(0, text.length() - 1)) / 100)
                        : Optional.empty();
        };
    }

    public Optional<String> among(String pointer, JsonNode value, String word, List<String> words) {
        if (words.contains(word)) {
            return Optional.of(word);
        }
        String hint = Suggestion.hint(word, words);
        document.error(pointer, document.show(value) + " is not one of the choices" + hint, String.join(", ", words));
        return Optional.empty();
    }

    private <T> Optional<T> parsed(
            String pointer, JsonNode value, Function<String, Optional<T>> parse, String what, String expected) {
        if (!value.isTextual()) {
            return wrong(pointer, value, expected);
        }
        Optional<T> parsed = parse.apply(value.textValue());
        if (parsed.isEmpty()) {
            document.error(pointer, document.show(value) + " is not " + what, expected);
        }
        return parsed;
    }

    private Optional<BigDecimal> number(JsonNode value) {
        if (value.isNumber()) {
            return Optional.of(value.decimalValue());
        }
        boolean numeric = document.fromEnvironment(value) && value.asText().matches("-?\\d{1,30}(\\.\\d{1,30})?");
        return numeric ? Optional.of(new BigDecimal(value.asText())) : Optional.empty();
    }

    private static Optional<Long> whole(BigDecimal number) {
        // First the bounds: making 1e999999999 a whole number would fill the heap.
        if (number.compareTo(MOST) > 0) {
            return Optional.of(Long.MAX_VALUE);
        }
        if (number.compareTo(LEAST) < 0) {
            return Optional.of(Long.MIN_VALUE);
        }
        return number.stripTrailingZeros().scale() > 0 ? Optional.empty() : Optional.of(number.longValueExact());
    }

    private <T> Optional<T> wrong(String pointer, JsonNode value, String expected) {
        document.error(pointer, typed(value), expected);
        return Optional.empty();
    }

    /** {@code "8080" is a string}. */
    String typed(JsonNode value) {
        if (document.fromEnvironment(value)) {
            return document.show(value) + " is something else";
        }
        boolean shown = value.isValueNode() && !value.isNull();
        return (shown ? document.show(value) + " " : "") + "is " + Document.type(value);
    }
}
