package dev.centrifuge.delivery.connect;

import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.config.Secret;
import dev.centrifuge.config.outbound.Auth;
import dev.centrifuge.config.outbound.OAuth2;
import dev.centrifuge.config.outbound.ProxyConfig;
import dev.centrifuge.config.outbound.Timeouts;
import dev.centrifuge.config.outbound.TrustConfig;
import dev.centrifuge.delivery.address.Addresses;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Makes the connectors of an event loop, by what destinations say of trust, certificates, time-outs and proxies. */
public final class Connectors {

    private final Vertx vertx;
    private final Context loop;
    private final Addresses addresses;
    private final ClientSSLOptions tls;
    private final @Nullable ProxyConfig gatewayProxy;

    /** By their connect time-out: the one thing that Vert.x knows per client only. As many as the configuration names. */
    private final Map<Long, HttpClientAgent> clients = new HashMap<>();

    /**
     * @param tls what TLS is like where a destination says nothing else
     * @param gatewayProxy for destinations that name no proxy
     */
    public Connectors(
            Vertx vertx, Context loop, Addresses addresses, ClientSSLOptions tls, @Nullable ProxyConfig gatewayProxy) {
        this.vertx = vertx;
        this.loop = loop;
        this.addresses = addresses;
        this.tls = tls;
        this.gatewayProxy = gatewayProxy;
    }

    /**
     * For a destination's own requests.
     *
     * @throws IllegalArgumentException where a URL cannot be used; the message does not hold it
     */
    public Connector toDestination(DestinationConfig config) {
        TrustConfig trust = config.http().tls();
        Auth auth = config.auth();
        Timeouts timeouts = config.http().timeouts();
        ClientSSLOptions options =
                tls(trust == null ? null : trust.ca(), auth == null ? null : auth.certificate(), timeouts);
        return connector(config.url(), options, config);
    }

    /**
     * For a destination's requests for tokens: by the same way and with the same certificate, to which the tokens may be bound
     * (RFC 8705, section 3), but with whom the client trusts.
     */
    public Connector toTokens(OAuth2 client, DestinationConfig config) {
        ClientSSLOptions options =
                tls(client.ca(), client.certificate(), config.http().timeouts());
        return connector(client.tokenUrl(), options, config);
    }

    private Connector connector(URI url, ClientSSLOptions options, DestinationConfig config) {
        Target target = Target.of(url);
        boolean guarded = !config.privateNetwork();
        long connectMillis = config.http().timeouts().connect().toMillis();
        HttpClientAgent client =
                clients.computeIfAbsent(connectMillis, millis -> Client.create(vertx, tls.copy(), millis));
        return new Connector(loop, client, addresses, target, options, guarded, proxy(config, connectMillis));
    }

    private ClientSSLOptions tls(@Nullable String ca, Auth.@Nullable Mtls certificate, Timeouts timeouts) {
        ClientSSLOptions options = tls.copy()
                .setSslHandshakeTimeout(timeouts.tls().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        if (certificate != null) {
            options.setKeyCertOptions(new PemKeyCertOptions()
                    .addCertValue(Buffer.buffer(certificate.cert()))
                    .addKeyValue(Buffer.buffer(certificate.key().value())));
        }
        return ca == null ? options : options.setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(ca)));
    }

    /**
     * A destination's own proxy is guarded as the destination is: naming one must not reach what naming a URL does not. The
     * gateway's is the operator's, and usually private.
     */
    private @Nullable Proxy proxy(DestinationConfig config, long connectMillis) {
        ProxyConfig own = config.http().proxy();
        ProxyConfig chosen = own == null ? gatewayProxy : own;
        URI url = chosen == null || !chosen.enabled() ? null : chosen.url();
        if (chosen == null || url == null) {
            return null;
        }
        boolean guarded = own != null && !config.privateNetwork();
        Secret password = chosen.password();
        return new Proxy(
                Target.of(url),
                chosen.username(),
                password == null ? null : password.value(),
                chosen.resolve() == ProxyConfig.Resolve.PROXY,
                guarded,
                connectMillis);
    }

    public Future<Void> close() {
        return Future.join(clients.values().stream().map(HttpClientAgent::close).toList())
                .mapEmpty();
    }
}
