package dev.centrifuge.metrics;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The formats of the metrics page. */
public enum Exposition {
    TEXT("text/plain; version=0.0.4; charset=utf-8"),
    OPEN_METRICS("application/openmetrics-text; version=1.0.0; charset=utf-8");

    private final String contentType;

    Exposition(String contentType) {
        this.contentType = contentType;
    }

    public String contentType() {
        return contentType;
    }

    /**
     * What an {@code Accept} header asks for. Every scraper that names OpenMetrics prefers it to the text it also takes,
     * so weights are not compared.
     */
    public static Exposition accepted(@Nullable String accept) {
        boolean named = accept != null && accept.toLowerCase(Locale.ROOT).contains("application/openmetrics-text");
        return named ? OPEN_METRICS : TEXT;
    }
}
