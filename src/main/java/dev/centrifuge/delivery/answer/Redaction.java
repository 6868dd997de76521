package dev.centrifuge.delivery.answer;

import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.config.Secret;
import dev.centrifuge.config.outbound.Auth;
import dev.centrifuge.config.outbound.OAuth2;
import dev.centrifuge.config.outbound.ProxyConfig;
import dev.centrifuge.delivery.head.Authorization;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Hides a destination's secrets in what it answers. Many servers echo a request when they refuse it ("Cannot POST
 * /hook?key=…", a debug page with all headers), and excerpts of answers go to dead letters, logs and the console.
 *
 * <p>Best effort: a secret that the destination encodes anew (as JSON or HTML with escapes, reversed) is not recognised.
 */
public final class Redaction {

    private static final String HIDDEN = "***";

    /** Below this, a "secret" is more likely an ordinary word, and hiding it everywhere would hide what is said. */
    private static final int SHORTEST = 4;

    /** Path segments from this length on are taken for capabilities, as in {@code /services/T0/B0/XXXXXXXXXXXXXXXXXXXX}. */
    private static final int LONG_SEGMENT = 20;

    private final List<String> secrets;

    private Redaction(Stream<String> secrets) {
        // Longest first: a secret may hold another.
        this.secrets = secrets.filter(text -> text.length() >= SHORTEST)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    public static Redaction of(DestinationConfig config) {
        Stream<String> headers = config.headers().values().stream().map(Secret::value);
        Stream<String> signing = config.signing() == null
                ? Stream.of()
                : config.signing().secrets().stream().map(Secret::value);
        return new Redaction(Stream.of(
                        headers,
                        signing,
                        ofAuth(config.auth()),
                        ofUrl(config.url()),
                        ofProxy(config.http().proxy()))
                .flatMap(texts -> texts));
    }

    private static Stream<String> ofAuth(@Nullable Auth auth) {
        if (auth == null || auth instanceof Auth.Mtls) {
            // The private key of a certificate is never sent.
            return Stream.of();
        } else if (auth instanceof OAuth2 client) {
            return Stream.concat(ofClient(client), ofUrl(client.tokenUrl()));
        } else if (auth instanceof Auth.Basic basic) {
            String encoded = Authorization.of(auth).value().substring("Basic ".length());
            return Stream.of(basic.password().value(), encoded);
        }
        return Stream.of(
                auth instanceof Auth.Bearer bearer
                        ? bearer.token().value()
                        : Authorization.of(auth).value());
    }

    private static Stream<String> ofClient(OAuth2 client) {
        Secret secret = client.clientSecret();
        if (secret == null) {
            return Stream.of();
        }
        String encoded = URLEncoder.encode(secret.value(), StandardCharsets.UTF_8);
        return Stream.of(secret.value(), encoded, Authorization.credentials(client.clientId(), secret));
    }

    private static Stream<String> ofProxy(@Nullable ProxyConfig proxy) {
        return proxy == null || proxy.password() == null
                ? Stream.of()
                : Stream.of(proxy.password().value());
    }

    private static Stream<String> ofUrl(URI url) {
        String query = Objects.requireNonNullElse(url.getRawQuery(), "");
        String path = Objects.requireNonNullElse(url.getRawPath(), "");
        return Stream.of(
                        Stream.of(query),
                        Stream.of(query.split("&", -1)).map(pair -> pair.substring(pair.indexOf('=') + 1)),
                        Stream.of(path.split("/", -1)).filter(segment -> segment.length() >= LONG_SEGMENT))
                .flatMap(texts -> texts);
    }

    /** This, and one more secret. */
    public Redaction and(String secret) {
        return new Redaction(Stream.concat(secrets.stream(), Stream.of(secret)));
    }

    /** The length of the longest secret; 0 where there is none. */
    int longest() {
        return secrets.isEmpty() ? 0 : secrets.get(0).length();
    }

    public String apply(String text) {
        String clean = text;
        for (String secret : secrets) {
            clean = clean.replace(secret, HIDDEN);
        }
        return clean;
    }
}
