package dev.centrifuge.delivery.token;

import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.config.outbound.HttpConfig;
import dev.centrifuge.config.outbound.OAuth2;
import dev.centrifuge.delivery.connect.Connectors;
import dev.centrifuge.time.Ticker;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The tokens of an event loop. Destinations whose clients are the same, and that are reached in the same way, share one; so
 * does a destination with itself when something else in its file is changed.
 */
public final class TokenStore {

    /** Who needs one again after this fetches it again. */
    private static final long KEEP_NANOS = Duration.ofHours(1).toNanos();

    private final Vertx vertx;
    private final Connectors connectors;
    private final String userAgent;
    private final Ticker ticker;
    private final RandomGenerator random;
    private final Map<Key, Tokens> kept = new HashMap<>();

    private record Key(OAuth2 client, HttpConfig http, Duration timeout, boolean privateNetwork) {}

    /** @param userAgent {@code centrifuge/<version>} */
    public TokenStore(Vertx vertx, Connectors connectors, String userAgent, Ticker ticker, RandomGenerator random) {
        this.vertx = vertx;
        this.connectors = connectors;
        this.userAgent = userAgent;
        this.ticker = ticker;
        this.random = random;
    }

    /**
     * The tokens for a destination's requests.
     *
     * @throws IllegalArgumentException where the URL of the token endpoint cannot be used; the message does not hold it
     */
    public Tokens of(OAuth2 client, DestinationConfig config) {
        Key key = new Key(client, config.http(), config.timeout(), config.privateNetwork());
        return kept.computeIfAbsent(key, k -> {
            TokenEndpoint endpoint = new TokenEndpoint(
                    vertx, client, connectors.toTokens(client, config), config.timeout(), userAgent, ticker);
            return new Tokens(endpoint::fetch, ticker, random);
        });
    }

    /** Forgets what nobody uses. */
    public void expire(long now) {
        kept.values().removeIf(tokens -> tokens.isIdle(now, KEEP_NANOS));
    }
}
