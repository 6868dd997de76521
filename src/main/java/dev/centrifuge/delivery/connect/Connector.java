package dev.centrifuge.delivery.connect;

import dev.centrifuge.delivery.address.Addresses;
import dev.centrifuge.delivery.address.Host;
import io.netty.util.NetUtil;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections to one destination: resolve, guard, connect to exactly what was checked, or have a proxy connect to it.
 *
 * <p>The host's name still goes into SNI, into the verification of the certificate and into {@code Host}. Since the
 * address is chosen here, per connection, no pool below can hand out a connection to another one.
 */
public final class Connector {

    /** A host of many addresses, all dead, must not hold an attempt for all of them. */
    private static final int MOST_ADDRESSES = 3;

    private final Context loop;
    private final HttpClientAgent client;
    private final Addresses addresses;
    private final Target target;
    private final ClientSSLOptions tls;
    private final boolean guarded;
    private final @Nullable Proxy proxy;

    Connector(
            Context loop,
            HttpClientAgent client,
            Addresses addresses,
            Target target,
            ClientSSLOptions tls,
            boolean guarded,
            @Nullable Proxy proxy) {
        this.loop = loop;
        this.client = client;
        this.addresses = addresses;
        this.target = target;
        this.tls = tls;
        this.guarded = guarded;
        this.proxy = proxy;
    }

    /** Whether a connection may turn out to serve many requests at once. */
    public boolean mayMultiplex() {
        return target.tls();
    }

    /** Ends within the resolver's, the connect and the TLS time-out together. */
    public Future<HttpClientConnection> connect() {
        Future<HttpClientConnection> connection = proxy == null ? direct() : through(proxy);
        // Never at once: whoever sends the next event when one has failed would nest without end.
        return connection.isComplete() ? later(connection) : connection;
    }

    private <T> Future<T> later(Future<T> now) {
        Promise<T> promise = Promise.promise();
        loop.runOnContext(v -> now.onComplete(promise));
        return promise.future();
    }

    private Future<HttpClientConnection> direct() {
        return addresses.of(target.host(), target.port(), guarded).compose(found -> connect(found, 0, null));
    }

    /** What is written out as an address is checked in any case: there is nothing in it for a proxy to resolve. */
    private Future<HttpClientConnection> through(Proxy by) {
        boolean named = by.resolves() && target.host() instanceof Host.Name;
        return addresses
                .of(by.target().host(), by.target().port(), by.guarded())
                .compose(proxies -> {
                    ProxyOptions options = by.at(proxies.get(0));
                    return named
                            ? client.connect(options(named(), options))
                            : addresses
                                    .of(target.host(), target.port(), guarded)
                                    .compose(found -> connect(found, 0, options));
                });
    }

    private Future<HttpClientConnection> connect(List<InetAddress> found, int index, @Nullable ProxyOptions by) {
        Future<HttpClientConnection> connection = client.connect(options(address(found.get(index), by), by));
        boolean last = index + 1 >= Math.min(found.size(), MOST_ADDRESSES);
        return last ? connection : connection.recover(failure -> connect(found, index + 1, by));
    }

    /** For a proxy without the name that it was resolved from: that is what the proxy would be told otherwise. */
    private SocketAddress address(InetAddress address, @Nullable ProxyOptions by) {
        return by == null
                ? SocketAddress.inetSocketAddress(new InetSocketAddress(address, target.port()))
                : SocketAddress.inetSocketAddress(target.port(), NetUtil.toAddressString(address));
    }

    private SocketAddress named() {
        return SocketAddress.inetSocketAddress(target.port(), target.host().text());
    }

    private HttpConnectOptions options(SocketAddress server, @Nullable ProxyOptions by) {
        HttpConnectOptions options = new HttpConnectOptions()
                .setServer(server)
                .setHost(target.host().text())
                .setPort(target.port())
                .setSsl(target.tls())
                .setSslOptions(tls);
        if (by != null) {
            options.setProxyOptions(by);
        }
        // Without TLS there is nothing to negotiate HTTP/2 by but an upgrade, which Vert.x would try.
        return target.tls() ? options : options.setProtocolVersion(HttpVersion.HTTP_1_1);
    }
}
