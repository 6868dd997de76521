package dev.centrifuge.delivery.connect;

import dev.centrifuge.delivery.address.Addresses;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Makes connections to one destination: resolve, guard, connect to exactly what was checked.
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
    private final boolean guarded;

    public Connector(Context loop, HttpClientAgent client, Addresses addresses, Target target, boolean guarded) {
        this.loop = loop;
        this.client = client;
        this.addresses = addresses;
        this.target = target;
        this.guarded = guarded;
    }

    /** Ends within the resolver's, the connect and the TLS time-out together. */
    public Future<HttpClientConnection> connect() {
        Future<HttpClientConnection> connection =
                addresses.of(target.host(), target.port(), guarded).compose(found -> connect(found, 0));
        // Never at once: whoever sends the next event when one has failed would nest without end.
        return connection.isComplete() ? later(connection) : connection;
    }

    private <T> Future<T> later(Future<T> now) {
        Promise<T> promise = Promise.promise();
        loop.runOnContext(v -> now.onComplete(promise));
        return promise.future();
    }

    private Future<HttpClientConnection> connect(List<InetAddress> found, int index) {
        Future<HttpClientConnection> connection = client.connect(options(found.get(index)));
        boolean last = index + 1 >= Math.min(found.size(), MOST_ADDRESSES);
        return last ? connection : connection.recover(failure -> connect(found, index + 1));
    }

    private HttpConnectOptions options(InetAddress address) {
        HttpConnectOptions options = new HttpConnectOptions()
                .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(address, target.port())))
                .setHost(target.host().text())
                .setPort(target.port())
                .setSsl(target.tls());
        // Without TLS there is nothing to negotiate HTTP/2 by but an upgrade, which Vert.x would try.
        return target.tls() ? options : options.setProtocolVersion(HttpVersion.HTTP_1_1);
    }
}
