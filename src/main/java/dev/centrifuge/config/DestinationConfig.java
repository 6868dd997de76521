package dev.centrifuge.config;

import dev.centrifuge.config.check.Checks;
import dev.centrifuge.config.check.HeaderRules;
import dev.centrifuge.config.check.IdRules;
import dev.centrifuge.config.check.Pointer;
import dev.centrifuge.config.check.UrlRules;
import dev.centrifuge.config.outbound.Auth;
import dev.centrifuge.config.outbound.HttpConfig;
import dev.centrifuge.config.outbound.OAuth2;
import dev.centrifuge.config.outbound.Signing;
import dev.centrifuge.config.payload.Format;
import dev.centrifuge.config.payload.Payload;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * {@code destinations/<id>.json}.
 *
 * @param url absolute, http or https, without user name and fragment; the only component without a default
 * @param sources which sources feed it; {@code *} (the default) for all, but for the gateway's own, {@value SourceConfig#OWN},
 *     which has to be named
 * @param enabled default true; where it is false its events wait
 * @param method POST (the default), PUT, PATCH, GET or DELETE
 * @param headers added to each request; values may be secrets and are never shown. At most 64; none that the gateway
 *     sets itself and none that belongs to the connection
 * @param payload what it gets of an event; default the event as it is
 * @param batch null, the default, for one event a request
 * @param rate null, the default, for no limit
 * @param timeout from the start of an attempt to the last byte of its answer; 1 ms to 10 min, default 10 s
 * @param ordering whether the events of a user arrive in the order in which they came; default none
 * @param auth null, the default, for none
 * @param signing null, the default, for none
 * @param http time-outs, answers, trust and proxy
 * @param privateNetwork whether it may resolve to loopback and private addresses; default false
 */
public record DestinationConfig(
        String id,
        URI url,
        Set<String> sources,
        boolean enabled,
        String method,
        Map<String, Secret> headers,
        Payload payload,
        @Nullable BatchConfig batch,
        @Nullable RateConfig rate,
        Concurrency concurrency,
        Duration timeout,
        Retry retry,
        Ordering ordering,
        @Nullable Auth auth,
        @Nullable Signing signing,
        HttpConfig http,
        boolean privateNetwork) {

    public static final List<String> METHODS = List.of("POST", "PUT", "PATCH", "GET", "DELETE");

    public DestinationConfig {
        sources = Ordered.copy(sources);
        headers = Ordered.copy(headers);
        Checks checks = new Checks();
        IdRules.check(checks, id);
        UrlRules.check(checks, "/url", url);
        checks.hidden("/sources", !sources.isEmpty(), "is empty", "\"*\" or at least one source");
        boolean plain = !sources.contains("*") || Set.of("*", SourceConfig.OWN).containsAll(sources);
        checks.hidden("/sources", plain, "names \"*\" and others", "either \"*\" alone or the names of sources");
        String methods = String.join(", ", METHODS);
        checks.text("/method", METHODS.contains(method), method, "is not a method for deliveries", methods);
        checks.range("/timeout", timeout, Duration.ofMillis(1), Duration.ofMinutes(10));
        headers(checks, headers, auth, signing);
        secure(checks, url, auth, http, privateNetwork);
        boolean binary = payload.format() == Format.CLOUDEVENT_BINARY;
        headers.keySet().stream()
                .filter(name -> binary && name.toLowerCase(Locale.ROOT).startsWith("ce-"))
                .forEach(name -> checks.hidden(
                        Pointer.to("/headers", name), false, "is an attribute of CloudEvents", "no ce-… header"));
        if (batch != null) {
            batch(checks, payload);
        }
        checks.done();
    }

    /** What is one event's own cannot be a request's that holds several. */
    private static void batch(Checks checks, Payload payload) {
        checks.hidden(
                "/batch",
                payload.format() != Format.CLOUDEVENT_BINARY,
                "is with a format that holds one event",
                "another format, such as \"cloudevents-batch\"");
        checks.hidden(
                "/batch",
                payload.target() == null,
                "is with a URL that is a template",
                "a URL without holes, or no \"batch\"");
        payload.headers()
                .keySet()
                .forEach(name -> checks.hidden(
                        Pointer.to("/headers", name),
                        false,
                        "is a template, and a batch has several events",
                        "a fixed value, or no \"batch\""));
    }

    private static void headers(
            Checks checks, Map<String, Secret> headers, @Nullable Auth auth, @Nullable Signing signing) {
        checks.hidden("/headers", headers.size() <= 64, "has " + headers.size() + " headers", "at most 64");
        Set<String> seen = new TreeSet<>();
        headers.forEach((name, value) -> {
            String pointer = Pointer.to("/headers", name);
            HeaderRules.name(checks, pointer, name);
            HeaderRules.value(checks, pointer, value.value());
            boolean first = seen.add(name.toLowerCase(Locale.ROOT));
            checks.hidden(pointer, first, "stands twice, in different case", "each header once");
        });
        String proof = auth == null ? null : auth.headerName();
        free(checks, seen, "/auth", proof);
        if (proof != null) {
            seen.add(proof.toLowerCase(Locale.ROOT));
        }
        free(checks, seen, "/signing", signing == null ? null : signing.headerName());
    }

    private static void free(Checks checks, Set<String> headers, String pointer, @Nullable String name) {
        boolean free = name == null || !headers.contains(name.toLowerCase(Locale.ROOT));
        checks.hidden(pointer, free, "sets a header that \"headers\" sets, too", "it in one of the two");
    }

    /** What is meant for TLS has no effect without it, and a client's secret does not cross a public network in clear. */
    private static void secure(Checks checks, URI url, @Nullable Auth auth, HttpConfig http, boolean privateNetwork) {
        boolean tls = "https".equalsIgnoreCase(url.getScheme());
        String useless = "would have no effect: the URL is not https";
        checks.hidden("/auth", tls || !(auth instanceof Auth.Mtls), useless, "an https URL");
        checks.hidden("/tls", tls || http.tls() == null, useless, "an https URL");
        if (auth instanceof OAuth2 oauth2) {
            boolean safe = privateNetwork || !oauth2.isPlain();
            checks.hidden("/auth/tokenUrl", safe, "is not https", "https, or a destination with privateNetwork");
            boolean useful = oauth2.ca() == null || !oauth2.isPlain();
            checks.hidden("/auth/ca", useful, "would have no effect: \"tokenUrl\" is not https", "an https URL");
            boolean bare = oauth2.certificate() == null;
            checks.hidden("/auth/cert", bare || tls, useless, "an https URL");
            boolean shown = bare || !oauth2.isPlain();
            checks.hidden("/auth/cert", shown, "would have no effect: \"tokenUrl\" is not https", "an https URL");
        }
    }

    /** Whether it gets the gateway's own events. */
    public boolean alerted() {
        return sources.contains(SourceConfig.OWN);
    }

    /** Everything by default. */
    public static DestinationConfig to(String id, URI url) {
        return new DestinationConfig(
                id,
                url,
                Set.of("*"),
                true,
                "POST",
                Map.of(),
                Payload.defaults(),
                null,
                null,
                Concurrency.defaults(),
                Duration.ofSeconds(10),
                Retry.defaults(),
                Ordering.NONE,
                null,
                null,
                HttpConfig.defaults(),
                false);
    }

    /**
     * @param max the most requests in flight; 1 to 10,000, default 64
     * @param adaptive whether the limit moves below {@code max} with latency and errors; default true
     */
    public record Concurrency(int max, boolean adaptive) {

        public Concurrency {
            new Checks().range("/max", max, 1, 10_000).done();
        }

        public static Concurrency defaults() {
            return new Concurrency(64, true);
        }
    }

    /**
     * Full-jitter exponential backoff: before try n+1 a wait drawn from 0 to
     * {@code min(max, initial · factor^(n-1))}.
     *
     * @param initial 1 ms to 1 h, default 1 s
     * @param factor 1 to 100, default 2
     * @param max {@code initial} to 1 day, default 15 min
     * @param ttl how long after it was received an event is given up; 1 ms to 30 days, default 4 h
     */
    public record Retry(Duration initial, double factor, Duration max, Duration ttl) {

        public Retry {
            new Checks()
                    .range("/initial", initial, Duration.ofMillis(1), Duration.ofHours(1))
                    .range("/factor", factor, 1, 100)
                    .range("/max", max, initial, Duration.ofDays(1))
                    .range("/ttl", ttl, Duration.ofMillis(1), Duration.ofDays(30))
                    .done();
        }

        public static Retry defaults() {
            return new Retry(Duration.ofSeconds(1), 2, Duration.ofMinutes(15), Duration.ofHours(4));
        }
    }

    /** In which order events arrive. */
    public enum Ordering {
        /** In any order, with as little waiting as possible. */
        NONE,
        /** Each user's in the order in which they came: one in flight, and one that fails holds up the user's later ones. */
        KEY
    }
}
