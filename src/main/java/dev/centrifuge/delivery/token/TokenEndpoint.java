package dev.centrifuge.delivery.token;

import dev.centrifuge.config.Secret;
import dev.centrifuge.config.outbound.OAuth2;
import dev.centrifuge.config.outbound.OAuth2.ClientAuth;
import dev.centrifuge.delivery.connect.Connector;
import dev.centrifuge.delivery.connect.Target;
import dev.centrifuge.delivery.head.Authorization;
import dev.centrifuge.time.Ticker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A token endpoint. Each request has a connection of its own, by the destination's connector with its guard, time-outs and
 * proxy: tokens are fetched too seldom to keep one. Redirects are not followed.
 */
final class TokenEndpoint {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final Connector connector;
    private final Ticker ticker;
    private final RequestOptions request;
    private final Buffer body;
    private final long timeoutMillis;

    /** @param timeout of the destination: a request may take nine tenths of it, and 30 s at most */
    TokenEndpoint(Vertx vertx, OAuth2 config, Connector connector, Duration timeout, String userAgent, Ticker ticker) {
        this.vertx = vertx;
        this.connector = connector;
        this.ticker = ticker;
        // Events that wait for it are to learn what they wait for in vain before their own time is over.
        this.timeoutMillis = Math.max(1, Math.min(LONGEST.toMillis(), timeout.toMillis() * 9 / 10));
        this.body = Buffer.buffer(form(config));
        this.request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setURI(Target.of(config.tokenUrl()).path())
                .putHeader(HttpHeaders.USER_AGENT, userAgent)
                .putHeader(HttpHeaders.ACCEPT, "application/json")
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/x-www-form-urlencoded");
        Secret secret = config.clientSecret();
        if (config.clientAuth() == ClientAuth.CLIENT_SECRET_BASIC && secret != null) {
            String credentials = Authorization.credentials(config.clientId(), secret);
            request.putHeader(HttpHeaders.AUTHORIZATION, "Basic " + credentials);
        }
    }

    /** Fails with {@link TokenFailure}, within the time-out whatever the other side does. */
    Future<Grant> fetch() {
        TokenRequest attempt = new TokenRequest(vertx, ticker, timeoutMillis);
        attempt.send(connector.connect(), request, body);
        return attempt.future();
    }

    private static String form(OAuth2 config) {
        StringBuilder form = new StringBuilder("grant_type=client_credentials");
        if (!config.scopes().isEmpty()) {
            form.append("&scope=").append(encoded(String.join(" ", config.scopes())));
        }
        if (config.audience() != null) {
            form.append("&audience=").append(encoded(config.audience()));
        }
        if (config.clientAuth() != ClientAuth.CLIENT_SECRET_BASIC) {
            form.append("&client_id=").append(encoded(config.clientId()));
        }
        Secret secret = config.clientSecret();
        if (config.clientAuth() == ClientAuth.CLIENT_SECRET_POST && secret != null) {
            form.append("&client_secret=").append(encoded(secret.value()));
        }
        return form.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
