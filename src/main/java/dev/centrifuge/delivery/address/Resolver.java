package dev.centrifuge.delivery.address;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** Turns a name into addresses without blocking. Called, and answered, on an event loop. */
@FunctionalInterface
public interface Resolver {

    /** Fails with {@link java.net.UnknownHostException} where there are none; bounded in time by the resolver. */
    Future<List<InetAddress>> resolve(String name);

    /**
     * Vert.x' own: Netty's DNS client, with the machine's hosts file, servers and search domains. Vert.x has no public
     * way to ask it; {@code createDnsClient} would leave out the hosts file.
     */
    static Resolver of(Vertx vertx) {
        return name -> ((VertxInternal) vertx)
                .nameResolver()
                .resolveAll(name)
                .map(all -> all.stream().map(InetSocketAddress::getAddress).toList());
    }
}
