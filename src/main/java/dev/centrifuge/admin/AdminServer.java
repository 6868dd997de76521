package dev.centrifuge.admin;

import dev.centrifuge.admin.console.Console;
import dev.centrifuge.admin.http.Api;
import dev.centrifuge.admin.http.Problem;
import dev.centrifuge.admin.http.Routes;
import dev.centrifuge.config.AdminConfig;
import dev.centrifuge.metrics.Exposition;
import dev.centrifuge.metrics.Health;
import dev.centrifuge.metrics.Metrics;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The admin port: health and the console's page for everybody who can reach it; metrics and the rest for the operator.
 *
 * <p>Threading: a verticle, of a Vert.x that has no other, so its requests share no event loop with events; and what takes
 * longer than some milliseconds is done on a worker. Public methods may be called from any thread.
 */
public final class AdminServer extends VerticleBase {
    /** Scrapers, probes and a few operators. */
    private static final int MAX_CONNECTIONS = 256;

    private static final int IDLE_SECONDS = 75;
    private static final Pattern PATH = Pattern.compile("/(?:[^%]|%\\p{XDigit}{2})*+");

    private final AdminConfig config;
    private final Metrics metrics;
    private final Health health;
    private final List<Routes> parts;
    private final Supplier<Instant> clock;
    private final Guard guard;
    private volatile @Nullable HttpServer server;
    private int connections;

    private AdminServer(
            AdminConfig config, Metrics metrics, Health health, List<Routes> parts, Supplier<Instant> clock) {
        this.config = config;
        this.metrics = metrics;
        this.health = health;
        this.parts = parts;
        this.clock = clock;
        this.guard = new Guard(config);
    }

    /**
     * Opens the port. Fails where it is taken, and where it would be open to other machines without a token.
     *
     * @param config port 0 for any free one
     * @param parts the API beside health and metrics
     * @param clock what time it is
     */
    public static Future<AdminServer> start(
            Vertx vertx,
            AdminConfig config,
            Metrics metrics,
            Health health,
            List<Routes> parts,
            Supplier<Instant> clock) {
        AdminServer server = new AdminServer(config, metrics, health, parts, clock);
        if (!server.guard.mayBind()) {
            return Future.failedFuture(new IllegalArgumentException(
                    "admin.host " + config.host() + " is open to other machines: set admin.token, or use 127.0.0.1"));
        }
        return vertx.deployVerticle(server).map(server);
    }

    /** The port that it listens on. */
    public int port() {
        HttpServer started = server;
        if (started == null) {
            throw new IllegalStateException("not started");
        }
        return started.actualPort();
    }

    /**
     * Asks, as a console and Prometheus would, what is slow for whoever asks first: the classes are loaded when a person comes.
     * Returns at once.
     */
    public void prime() {
        Prime.start(config, port());
    }

    /** Closes the port and its connections. */
    public Future<Void> close() {
        return vertx.undeploy(deploymentID());
    }

    @Override
    public Future<?> start() {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(config.host())
                .setPort(config.port())
                .setIdleTimeout(IDLE_SECONDS)
                .setMaxInitialLineLength(4096)
                .setMaxHeaderSize(16 * 1024)
                // Deflating a page of megabytes would hold the event loop for longer than rendering it takes.
                .setCompressionSupported(false)
                .setHttp2ClearTextEnabled(false);
        return vertx.createHttpServer(options)
                .connectionHandler(this::connected)
                .requestHandler(wellFormed(routes()))
                .listen()
                .recover(failed -> Future.failedFuture(new IOException(
                        "cannot open the admin port on " + config.host() + ":" + config.port() + ": "
                                + failed.getMessage(),
                        failed)))
                .onSuccess(listening -> server = listening);
    }

    private void connected(HttpConnection connection) {
        connections++;
        connection.closeHandler(closed -> connections--);
        if (connections > MAX_CONNECTIONS) {
            connection.close();
        }
    }

    /** Refuses what the router would throw at: each such request would write a stack trace to the log. */
    private static Handler<HttpServerRequest> wellFormed(Router router) {
        return request -> {
            String path = request.path();
            if (path != null && PATH.matcher(path).matches()) {
                router.handle(request);
            } else {
                Problem.MALFORMED.answer(request.response());
            }
        };
    }

    private Router routes() {
        Router router = Router.router(vertx);
        Page page = new Page(metrics, vertx.createSharedWorkerExecutor("centrifuge-admin", 1));
        router.route().handler(this::admit);
        new Console().on(router);
        read(router, "/health/live", context -> answer(context, health::live));
        read(router, "/health/ready", context -> answer(context, health::ready));
        read(router, "/metrics", context -> scrape(context, page));
        Api api = new Api(router, clock);
        parts.forEach(part -> part.on(api));
        api.close();
        router.route().handler(context -> Problem.NOT_FOUND.answer(context.response()));
        router.route().failureHandler(AdminServer::failed);
        return router;
    }

    private static void read(Router router, String path, Handler<RoutingContext> handler) {
        router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD).handler(handler);
        router.route(path).handler(context -> {
            context.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
            Problem.NOT_ALLOWED.answer(context.response());
        });
    }

    private void admit(RoutingContext context) {
        String path = context.request().path();
        boolean open = path.startsWith("/health/") || Console.serves(path);
        Problem problem = guard.refuse(context.request().headers(), port(), open);
        if (problem == null) {
            context.response()
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .putHeader("x-content-type-options", "nosniff");
            context.next();
            return;
        }
        if (problem.status() == 401) {
            context.response().putHeader("www-authenticate", "Bearer realm=\"centrifuge admin\"");
        }
        problem.answer(context.response());
    }

    private static void answer(RoutingContext context, Supplier<Health.Report> asked) {
        Health.Report report = asked.get();
        context.response()
                .setStatusCode(report.ok() ? 200 : 503)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(HealthBody.of(report));
    }

    private static void scrape(RoutingContext context, Page page) {
        Exposition format = Exposition.accepted(context.request().getHeader(HttpHeaders.ACCEPT));
        page.render(format)
                .onSuccess(text -> context.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, format.contentType())
                        .end(text))
                .onFailure(context::fail);
    }

    private static void failed(RoutingContext context) {
        Api.fail(context, context.failure());
    }
}
