package dev.centrifuge.delivery;

import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.config.Secret;
import dev.centrifuge.config.outbound.Auth;
import dev.centrifuge.config.outbound.OAuth2;
import dev.centrifuge.config.outbound.ProxyConfig;
import dev.centrifuge.config.outbound.Signing;
import dev.centrifuge.delivery.address.Addresses;
import dev.centrifuge.delivery.address.OwnListeners;
import dev.centrifuge.delivery.address.Resolver;
import dev.centrifuge.delivery.connect.Connector;
import dev.centrifuge.delivery.connect.Connectors;
import dev.centrifuge.delivery.connect.Target;
import dev.centrifuge.delivery.head.Authorization;
import dev.centrifuge.delivery.head.EventHeaders;
import dev.centrifuge.delivery.head.FixedHeaders;
import dev.centrifuge.delivery.head.SegmentSignature;
import dev.centrifuge.delivery.head.Stamp;
import dev.centrifuge.delivery.head.TraceHeader;
import dev.centrifuge.delivery.head.WebhookSignature;
import dev.centrifuge.delivery.token.TokenStore;
import dev.centrifuge.payload.Composer;
import dev.centrifuge.time.Ticker;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ClientSSLOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Opens deliveries on one event loop, and keeps what they share: the HTTP client, resolved addresses, and one coarse
 * timer that ends what is overdue.
 *
 * <p>The stack, from the attempt to its outcome:
 *
 * <pre>
 *   HttpDelivery   deadlines, and every end made an Outcome
 *     Composer     transform, templates, format: what is sent
 *     Tokens       an access token, where one is to be fetched
 *     Connections  one of the destination's kept connections, or a new one
 *       Connector  resolve, guard, connect to what was checked
 *     Exchange     compose and send: fixed headers, event, trace, signature, authorization
 *     Answers      classify
 * </pre>
 *
 * <p>Threading: made, used and closed on one event loop, which its deliveries belong to as well.
 */
public final class Deliveries {

    /** How late a time-out may be noticed. */
    private static final long SWEEP_MILLIS = 50;

    /** Idle connections and stale addresses are looked for every so many sweeps: each second. */
    private static final int SWEEPS_PER_EXPIRY = 20;

    private final Connectors connectors;
    private final TokenStore tokens;
    private final String userAgent;
    private final Addresses addresses;
    private final Ticker ticker;
    private final RandomGenerator random;
    private final Vertx vertx;
    private final Context loop;
    private final long timer;
    private final LostTime lost;
    private final List<HttpDelivery> open = new ArrayList<>();
    private int sweeps;

    /**
     * On the current event loop, with Vert.x' own resolver and the JVM's trusted certificates.
     *
     * @param version of this program, for the user agent
     * @param random for span ids, used on this event loop only
     * @param own what destinations must not reach, as it is ourselves
     * @param proxy for destinations that name none; null for none
     */
    public Deliveries(
            Vertx vertx,
            String version,
            Ticker ticker,
            RandomGenerator random,
            OwnListeners own,
            @Nullable ProxyConfig proxy) {
        this(vertx, version, ticker, random, own, proxy, Resolver.of(vertx), new ClientSSLOptions());
    }

    Deliveries(
            Vertx vertx,
            String version,
            Ticker ticker,
            RandomGenerator random,
            OwnListeners own,
            @Nullable ProxyConfig proxy,
            Resolver resolver,
            ClientSSLOptions tls) {
        this.vertx = vertx;
        this.userAgent = "centrifuge/" + version;
        this.loop = vertx.getOrCreateContext();
        this.addresses = new Addresses(resolver, own, ticker);
        this.connectors = new Connectors(vertx, loop, addresses, tls, proxy);
        this.tokens = new TokenStore(vertx, connectors, userAgent, ticker, random);
        this.ticker = ticker;
        this.random = random;
        this.lost = new LostTime(SWEEP_MILLIS, ticker.nanos());
        this.timer = vertx.setPeriodic(SWEEP_MILLIS, id -> sweep());
    }

    /**
     * Opens a destination; connections are made when there is something to send.
     *
     * @throws IllegalArgumentException where the URL cannot be used; the message does not hold it
     */
    public Delivery open(DestinationConfig config) {
        Target target = Target.of(config.url());
        Connector connector = connectors.toDestination(config);
        HttpDelivery delivery = new HttpDelivery(
                new RequestOptions()
                        .setMethod(HttpMethod.valueOf(config.method()))
                        .setURI(target.path()),
                new Composer(config.payload(), config.batch() != null),
                config.batch() != null && config.batch().results(),
                stamps(config),
                new Connections(connector, ticker, config.concurrency().max()),
                config.auth() instanceof OAuth2 client ? tokens.of(client, config) : null,
                config,
                ticker,
                lost,
                loop);
        open.add(delivery);
        return delivery;
    }

    /** Ends what is under way as failed, closes all connections, and with them all that was opened here. */
    public Future<Void> close() {
        vertx.cancelTimer(timer);
        List.copyOf(open).forEach(HttpDelivery::cancel);
        open.clear();
        return connectors.close();
    }

    private List<Stamp> stamps(DestinationConfig config) {
        List<Stamp> stamps = new ArrayList<>();
        Map<String, Secret> fixed = new LinkedHashMap<>(config.headers());
        fixed.keySet().removeAll(config.payload().headers().keySet());
        stamps.add(new FixedHeaders(userAgent, fixed));
        stamps.add(EventHeaders.INSTANCE);
        stamps.add(new TraceHeader(random));
        if (config.signing() != null) {
            stamps.add(signature(config.signing()));
        }
        Auth auth = config.auth();
        if (auth != null && !(auth instanceof Auth.Mtls) && !(auth instanceof OAuth2)) {
            stamps.add(Authorization.of(auth));
        }
        return List.copyOf(stamps);
    }

    private static Stamp signature(Signing signing) {
        List<String> secrets = signing.secrets().stream().map(Secret::value).toList();
        return switch (signing.type()) {
            case STANDARD_WEBHOOKS -> new WebhookSignature(secrets);
            case SEGMENT -> new SegmentSignature(secrets.get(0));
        };
    }

    private void sweep() {
        long now = ticker.nanos();
        if (!lost.tick(now)) {
            return;
        }
        boolean expire = ++sweeps % SWEEPS_PER_EXPIRY == 0;
        // By index: an outcome may make its receiver open another one.
        for (int i = 0; i < open.size(); i++) {
            open.get(i).sweep(now);
            if (expire) {
                open.get(i).expire(now);
            }
        }
        if (expire) {
            open.removeIf(HttpDelivery::isOver);
            addresses.expire();
            tokens.expire(now);
        }
    }
}
