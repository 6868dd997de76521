package dev.centrifuge.config;

import dev.centrifuge.config.check.Checks;
import dev.centrifuge.config.check.UrlRules;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Traces, exported by OTLP over HTTP.
 *
 * @param endpoint the collector's base URL, such as {@code http://localhost:4318}, to which {@code /v1/traces} is added; null, the
 *     default, for no traces
 * @param sample which part of the requests that come without a trace begin one; 0 for none, 1 for all; default 1 %. Who comes
 *     with one has decided
 */
public record TracingConfig(@Nullable URI endpoint, double sample) {

    public TracingConfig {
        Checks checks = new Checks().range("/sample", sample, 0, 1);
        if (endpoint != null) {
            UrlRules.check(checks, "/endpoint", endpoint);
            checks.hidden("/endpoint", endpoint.getRawQuery() == null, "holds a query (?…)", "at most a path");
        }
        checks.done();
    }

    public static TracingConfig defaults() {
        return new TracingConfig(null, 0.01);
    }
}
