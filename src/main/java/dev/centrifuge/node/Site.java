package dev.centrifuge.node;

import dev.centrifuge.config.Configuration;
import dev.centrifuge.config.GatewayConfig;
import dev.centrifuge.config.GatewayConfig.Role;
import dev.centrifuge.metrics.EventLoopLag;
import dev.centrifuge.metrics.Metrics;
import dev.centrifuge.time.Ticker;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * What every node of a process stands on: the first to be there, and the last to go.
 *
 * @param configuration that of the start
 * @param version as in {@code 1.2.3}
 * @param failed told, with what happened, when the process cannot go on
 */
public record Site(
        Vertx vertx,
        EventLoopLag lag,
        Metrics metrics,
        Ticker ticker,
        Configuration configuration,
        String version,
        Consumer<String> failed)
        implements Node {

    /** Makes the event loops of this process, and watches them. */
    public static Site of(Configuration configuration, String version, Consumer<String> failed) {
        Ticker ticker = Ticker.system();
        Metrics metrics = new Metrics(version);
        Vertx vertx = Loops.vertx();
        EventLoopLag lag = EventLoopLag.watch(vertx, ticker);
        metrics.eventLoops(lag);
        return new Site(vertx, lag, metrics, ticker, configuration, version, failed);
    }

    public GatewayConfig config() {
        return configuration.gateway();
    }

    /** Whether this process has that role. */
    public boolean has(Role role) {
        return config().roles().contains(role);
    }

    @Override
    public void stop() throws IOException {
        lag.close();
        Blocking.await(vertx.close());
        metrics.close();
    }
}
