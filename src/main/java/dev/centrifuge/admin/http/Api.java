package dev.centrifuge.admin.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the parts of the API register their endpoints. A parameter that an endpoint does not name is refused: a mistyped
 * filter must not act on everything.
 *
 * <p>Belongs to the admin server's event loop.
 */
public final class Api {
    private static final Logger LOG = LoggerFactory.getLogger(Api.class);
    private static final int MOST_BODY = 64 * 1024;

    private final Router router;
    private final Supplier<Instant> clock;
    private final Map<String, List<Route>> routes = new LinkedHashMap<>();
    private final Map<String, Endpoint> readers = new HashMap<>();

    /**
     * One method of a path.
     *
     * @param path with {@code :name} for its parts
     * @param parameters the names that a query may have
     */
    public record Route(HttpMethod method, String path, Set<String> parameters) {}

    /** @param clock what time it is */
    public Api(Router router, Supplier<Instant> clock) {
        this.router = router;
        this.clock = clock;
    }

    /** Reads something; {@code HEAD} is answered, too. */
    public void get(String path, Set<String> parameters, Endpoint endpoint) {
        router.head(path).handler(context -> call(context, parameters, endpoint));
        readers.put(path, endpoint);
        add(HttpMethod.GET, path, parameters, endpoint);
    }

    /** Does something; the body is a JSON object or absent. */
    public void post(String path, Set<String> parameters, Endpoint endpoint) {
        router.post(path).handler(BodyHandler.create(false).setBodyLimit(MOST_BODY));
        add(HttpMethod.POST, path, parameters, endpoint);
    }

    /** Ends something. */
    public void delete(String path, Set<String> parameters, Endpoint endpoint) {
        add(HttpMethod.DELETE, path, parameters, endpoint);
    }

    private void add(HttpMethod method, String path, Set<String> parameters, Endpoint endpoint) {
        routes.computeIfAbsent(path, p -> new ArrayList<>()).add(new Route(method, path, parameters));
        router.route(method, path).handler(context -> call(context, parameters, endpoint));
    }

    /** Answers by a stream that {@code stream} writes to the call's response, and ends. */
    public void stream(String path, Set<String> parameters, Consumer<Call> stream) {
        get(path, parameters, call -> {
            stream.accept(call);
            return Promise.<Reply>promise().future();
        });
    }

    /**
     * Reads something from inside the gateway, as if it was asked for over the network; on the event loop.
     *
     * @param path as it was registered
     * @param parts of the path, by name
     * @return the body of the answer, on the same event loop; fails with a refusal where nothing of that path is registered
     */
    public Future<Object> ask(String path, Map<String, String> parts, Map<String, String> parameters) {
        Endpoint reader = readers.get(path);
        if (reader == null) {
            return Future.failedFuture(Problem.NOT_FOUND.refusal());
        }
        try {
            return Here.back(reader.answer(Call.inside(parts, parameters, clock.get())))
                    .map(Reply::body);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    /** What is registered, in order. */
    public List<Route> routes() {
        return routes.values().stream().flatMap(List::stream).toList();
    }

    /** After all parts: other methods of the paths are refused with the ones they take. */
    public void close() {
        routes.forEach((path, known) -> {
            Set<String> methods = new TreeSet<>();
            known.forEach(route -> methods.add(route.method().name()));
            if (methods.contains("GET")) {
                methods.add("HEAD");
            }
            String allowed = String.join(", ", methods);
            router.route(path).handler(context -> {
                context.response().putHeader(HttpHeaders.ALLOW, allowed);
                Problem.NOT_ALLOWED.answer(context.response());
            });
        });
    }

    private void call(RoutingContext context, Set<String> parameters, Endpoint endpoint) {
        for (String name : context.queryParams().names()) {
            if (!parameters.contains(name)) {
                Problem.bad("there is no such parameter; there " + known(parameters))
                        .answer(context.response());
                return;
            }
        }
        Future<Reply> reply;
        try {
            reply = Here.back(endpoint.answer(Call.of(context, clock.get())));
        } catch (RuntimeException e) {
            reply = Future.failedFuture(e);
        }
        reply.onSuccess(done -> answer(context.response(), done)).onFailure(failure -> fail(context, failure));
    }

    private static String known(Set<String> parameters) {
        return parameters.isEmpty() ? "is none" : "are " + String.join(", ", new TreeSet<>(parameters));
    }

    private static void answer(HttpServerResponse response, Reply reply) {
        if (!response.ended() && !response.closed()) {
            response.setStatusCode(reply.status())
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(Json.write(reply.body()));
        }
    }

    /** Answers a failure as its problem; whatever has none is a bug or a fault, and logged. */
    public static void fail(RoutingContext context, Throwable failure) {
        if (failure instanceof Refusal refusal) {
            refusal.problem().answer(context.response());
            return;
        }
        if (context.statusCode() == 413) {
            Problem.TOO_LARGE.answer(context.response());
            return;
        }
        LOG.warn("an admin request failed", failure);
        Problem.FAILED.answer(context.response());
    }
}
