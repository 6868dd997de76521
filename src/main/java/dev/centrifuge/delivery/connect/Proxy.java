package dev.centrifuge.delivery.connect;

import io.netty.util.NetUtil;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A proxy that speaks HTTP's {@code CONNECT}.
 *
 * @param password null where there is no user name
 * @param resolves whether it is told the names of destinations, not their addresses
 * @param guarded whether it must have a public address itself
 * @param connectMillis how long it may take to answer {@code CONNECT}
 */
record Proxy(
        Target target,
        @Nullable String username,
        @Nullable String password,
        boolean resolves,
        boolean guarded,
        long connectMillis) {

    /** @param address that of the proxy: what was checked is what is connected to */
    ProxyOptions at(InetAddress address) {
        ProxyOptions options = new ProxyOptions()
                .setType(ProxyType.HTTP)
                .setHost(NetUtil.toAddressString(address))
                .setPort(target.port())
                .setConnectTimeout(Duration.ofMillis(connectMillis));
        return username == null ? options : options.setUsername(username).setPassword(password);
    }

    @Override
    public String toString() {
        return "Proxy[" + target.host().text() + ':' + target.port() + ']';
    }
}
