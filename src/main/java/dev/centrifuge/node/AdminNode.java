package dev.centrifuge.node;

import dev.centrifuge.admin.AdminServer;
import dev.centrifuge.admin.OpenApi;
import dev.centrifuge.admin.config.ConfigRoutes;
import dev.centrifuge.admin.destinations.DestinationRoutes;
import dev.centrifuge.admin.destinations.Running;
import dev.centrifuge.admin.http.Routes;
import dev.centrifuge.admin.stream.Streams;
import dev.centrifuge.config.reload.ConfigState;
import dev.centrifuge.metrics.Check;
import dev.centrifuge.metrics.EventLoopLag;
import dev.centrifuge.metrics.Health;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The admin port with every part of its API, on an event loop of its own. It opens before there is a broker, to say that there is
 * none.
 */
public final class AdminNode implements Node {
    private static final long STUCK_READY = Duration.ofSeconds(2).toNanos();
    private static final long STUCK_LIVE = Duration.ofSeconds(60).toNanos();

    private final Site site;
    private final Vertx vertx = Loops.admin();
    private final Health health;
    private final List<Routes> own;
    private final Supplier<List<Routes>> further;
    private volatile @Nullable AdminServer server;

    /**
     * @param health what this process must have to be well, beside event loops that turn
     * @param dispatch null where this process delivers nothing
     * @param group what is known of all processes
     * @param further what other nodes answer; asked at {@link #open}
     */
    public AdminNode(
            Site site,
            List<Check> health,
            ConfigState config,
            OperatorNode operators,
            @Nullable DispatchNode dispatch,
            GroupNode group,
            Supplier<List<Routes>> further) {
        this.site = site;
        this.health = new Health(checks(site.lag(), health));
        this.further = further;
        site.metrics().health(this.health);
        Running running = dispatch == null ? Running.nothing() : dispatch.running();
        own = List.of(
                new OpenApi(),
                new ConfigRoutes(config),
                new DestinationRoutes(config, running, group, operators.holds(), operators.audit()),
                new Streams(vertx, dispatch == null ? tap -> {} : dispatch::tap, site.ticker()::millis));
    }

    private static List<Check> checks(EventLoopLag lag, List<Check> further) {
        List<Check> checks = new ArrayList<>();
        checks.add(Check.eventLoops(lag, Check.Kind.LIVENESS, STUCK_LIVE));
        checks.add(Check.eventLoops(lag, Check.Kind.READINESS, STUCK_READY));
        checks.addAll(further);
        return checks;
    }

    /** Opens the port. */
    @Override
    public void open() throws IOException {
        List<Routes> parts = new ArrayList<>(own);
        parts.addAll(further.get());
        server = Blocking.await(AdminServer.start(
                vertx,
                site.config().admin(),
                site.metrics(),
                health,
                parts,
                () -> Instant.ofEpochMilli(site.ticker().millis())));
    }

    /** What operators ask for first is asked for once, in the background: when everything works. */
    public void prime() {
        AdminServer open = server;
        if (open != null) {
            open.prime();
        }
    }

    @Override
    public int port() {
        AdminServer open = server;
        return open == null ? 0 : open.port();
    }

    @Override
    public void stop() throws IOException {
        AdminServer open = server;
        if (open != null) {
            Blocking.await(open.close());
        }
        Blocking.await(vertx.close());
    }
}
