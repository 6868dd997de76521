package dev.centrifuge.config.shown;

import com.fasterxml.jackson.databind.JsonNode;
import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.config.Secret;
import dev.centrifuge.config.check.DurationText;
import dev.centrifuge.config.outbound.Auth;
import dev.centrifuge.config.payload.Format;
import dev.centrifuge.config.payload.Template;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Configuration as maps, lists and plain values, with the keys of the files. Secrets show as {@code ***}; so do headers of
 * destinations, queries of URLs, and long parts of their paths, which often are capabilities. Long texts are cut.
 */
public final class Shown {
    private static final String HIDDEN = "***";
    private static final int LONG_SEGMENT = 20;
    private static final int LONGEST = 4_096;

    private Shown() {}

    /** A record of the configuration; components that are null are left out. */
    public static Map<String, Object> of(Record record) {
        Map<String, Object> shown = new LinkedHashMap<>();
        if (record instanceof Auth) {
            shown.put("type", record.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        }
        Components.of(record).forEach((name, value) -> {
            if (value != null) {
                shown.put(name, value(value));
            }
        });
        return shown;
    }

    /** A destination's file. */
    public static Map<String, Object> of(DestinationConfig destination) {
        Map<String, Object> shown = of((Record) destination);
        shown.remove("payload");
        shown.remove("http");
        Map<String, Object> payload = of((Record) destination.payload());
        payload.remove("examples");
        Object target = payload.remove("target");
        if (target != null) {
            shown.put("url", base(destination.url()) + path(target.toString()));
        }
        Map<String, Object> headers = new LinkedHashMap<>();
        destination.headers().keySet().forEach(name -> headers.put(name, HIDDEN));
        destination.payload().headers().forEach((name, template) -> headers.put(name, text(template)));
        shown.putAll(payload);
        shown.put("headers", headers);
        shown.putAll(of((Record) destination.http()));
        return shown;
    }

    /** A URL without user, query and fragment. */
    public static String url(URI url) {
        return base(url) + path(Objects.requireNonNullElse(url.getRawPath(), ""));
    }

    private static String base(URI url) {
        return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }

    private static String path(String raw) {
        int query = raw.indexOf('?');
        String path = query < 0 ? raw : raw.substring(0, query);
        return List.of(path.split("/", -1)).stream()
                .map(part -> part.length() < LONG_SEGMENT || part.contains("{.") ? part : HIDDEN)
                .collect(Collectors.joining("/"));
    }

    private static Object value(Object value) {
        if (value instanceof Secret) {
            return HIDDEN;
        } else if (value instanceof Duration duration) {
            return DurationText.show(duration);
        } else if (value instanceof URI url) {
            return url(url) + (url.getRawQuery() == null ? "" : "?" + HIDDEN);
        } else if (value instanceof Template template) {
            return text(template);
        } else if (value instanceof Format format) {
            return format.word();
        } else if (value instanceof Enum<?> word) {
            return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
        } else if (value instanceof Collection<?> all) {
            return all.stream().map(Shown::value).toList();
        } else if (value instanceof Map<?, ?> map) {
            Map<String, Object> shown = new LinkedHashMap<>();
            map.forEach((key, each) -> shown.put(key.toString(), value(each)));
            return shown;
        } else if (value instanceof Record record) {
            return of(record);
        }
        return value instanceof Number || value instanceof Boolean || value instanceof JsonNode
                ? value
                : cut(value.toString());
    }

    private static String text(Template template) {
        StringBuilder text = new StringBuilder();
        for (Template.Part part : template.parts()) {
            text.append(part instanceof Template.Hole hole ? "{" + hole.path() + "}" : literal(part));
        }
        return text.toString();
    }

    private static String literal(Template.Part part) {
        return part instanceof Template.Literal literal ? literal.text() : "";
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
