package dev.centrifuge.admin.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One call: its parameters, checked as they are asked for, and its body. Belongs to the admin server's event loop. */
public final class Call {
    /** Who acts, as they call themselves; the token says only that they may. */
    private static final String OPERATOR = "x-centrifuge-operator";

    private static final List<String> TYPES = List.of("application/json", "application/x-www-form-urlencoded");
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N} ._@+-]{1,64}");
    private static final Pattern AGO = Pattern.compile("(\\d{1,6})(ms|s|m|h|d)");

    private final @Nullable RoutingContext context;
    private final Function<String, @Nullable String> parts;
    private final Function<String, List<String>> parameters;
    private final Instant now;

    private Call(
            @Nullable RoutingContext context,
            Function<String, @Nullable String> parts,
            Function<String, List<String>> parameters,
            Instant now) {
        this.context = context;
        this.parts = parts;
        this.parameters = parameters;
        this.now = now;
    }

    /** One that came over the network. */
    static Call of(RoutingContext context, Instant now) {
        return new Call(context, context::pathParam, context::queryParam, now);
    }

    /** One of the gateway's own, which has no request. */
    static Call inside(Map<String, String> parts, Map<String, String> parameters, Instant now) {
        return new Call(
                null,
                parts::get,
                name -> {
                    String value = parameters.get(name);
                    return value == null ? List.of() : List.of(value);
                },
                now);
    }

    private RoutingContext context() {
        if (context == null) {
            throw new IllegalStateException("there is no request");
        }
        return context;
    }

    /** When it came. */
    public Instant now() {
        return now;
    }

    /** The request, for what is more than a call: a stream of events. */
    public HttpServerRequest request() {
        return context().request();
    }

    /** A part of the path, decoded. */
    public String path(String name) {
        String value = parts.apply(name);
        if (value == null) {
            throw new IllegalArgumentException("no part of the path is named " + name);
        }
        return value;
    }

    /** A parameter's value, or null where it is absent or empty. It may be given once. */
    public @Nullable String text(String name) {
        List<String> values = parameters.apply(name);
        if (values.size() > 1) {
            throw Problem.bad(name + " is given more than once").refusal();
        }
        return values.isEmpty() || values.get(0).isEmpty() ? null : values.get(0);
    }

    /** A whole number from {@code least} to {@code most}. */
    public int number(String name, int absent, int least, int most) {
        String text = text(name);
        if (text == null) {
            return absent;
        }
        try {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw Problem.bad(name + " is a whole number from " + least + " to " + most)
                .refusal();
    }

    /** True where it is {@code true} or given without a value. */
    public boolean flag(String name) {
        List<String> values = parameters.apply(name);
        if (values.isEmpty() || values.equals(List.of("false"))) {
            return false;
        }
        String text = text(name);
        if (text == null || text.equals("true")) {
            return true;
        }
        throw Problem.bad(name + " is true or false").refusal();
    }

    /** A moment: ISO 8601, or how long ago, such as {@code 2h}. */
    public @Nullable Instant time(String name) {
        return moment(name, text(name), now);
    }

    /** The same of a text that came in a body. */
    public static @Nullable Instant moment(String name, @Nullable String text, Instant now) {
        if (text == null) {
            return null;
        }
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            return now.minus(duration(Long.parseLong(ago.group(1)), ago.group(2)));
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw Problem.bad(name + " is a time such as 2026-01-31T10:00:00Z, or how long ago, such as 2h")
                    .refusal();
        }
    }

    /** A span of time such as {@code 10m}. */
    public Duration span(String name, Duration absent) {
        String text = text(name);
        if (text == null) {
            return absent;
        }
        Matcher span = AGO.matcher(text);
        if (!span.matches()) {
            throw Problem.bad(name + " is a span of time such as 10m").refusal();
        }
        return duration(Long.parseLong(span.group(1)), span.group(2));
    }

    private static Duration duration(long count, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    /**
     * The body: a JSON object, an empty one where there is none. What says that it is something else is refused; but clients that
     * say nothing, and curl's {@code -d}, which says that it is a form, mean JSON. A page of another site gains nothing by that:
     * browsers name the site in {@code Origin}, and such a call does not come here.
     */
    public JsonNode body() {
        Buffer body = context().body().buffer();
        if (body == null || body.length() == 0) {
            return JsonNodeFactory.instance.objectNode();
        }
        String type = context().request().getHeader("content-type");
        if (type != null && TYPES.stream().noneMatch(type.toLowerCase(Locale.ROOT)::startsWith)) {
            throw Problem.NOT_JSON.refusal();
        }
        try {
            JsonNode node = Json.read(body.getBytes());
            if (node.isObject()) {
                return node;
            }
        } catch (IOException e) {
            // Told below, without what the parser says of it.
        }
        throw Problem.bad("the body is not a JSON object").refusal();
    }

    /** Who acts: the header {@code x-centrifuge-operator}, or {@code operator}; with the address that the call came from. */
    public String operator() {
        String name = context().request().getHeader(OPERATOR);
        SocketAddress from = context().request().remoteAddress();
        String address = from == null ? "?" : from.hostAddress();
        return (name != null && NAME.matcher(name).matches() ? name : "operator") + " from " + address;
    }
}
