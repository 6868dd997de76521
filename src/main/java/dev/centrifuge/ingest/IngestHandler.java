package dev.centrifuge.ingest;

import dev.centrifuge.ingest.access.KeyReader;
import dev.centrifuge.ingest.access.Source;
import dev.centrifuge.ingest.http.Answer;
import dev.centrifuge.ingest.http.Cors;
import dev.centrifuge.ingest.http.Gunzip;
import dev.centrifuge.ingest.http.ProjectSettings;
import dev.centrifuge.ingest.http.Route;
import dev.centrifuge.ingest.intake.ReceivedAt;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Takes the requests of one event loop: finds the route, sheds what there is no room for, and leaves the rest to an
 * {@link Exchange}. It can sit on any Vert.x server that does not inflate bodies itself.
 *
 * <p>Threading: one event loop. Its parts are scratch space that requests share, because none of them leaves anything
 * there from one event of the loop to the next.
 */
public final class IngestHandler implements Handler<HttpServerRequest> {

    private final Ingest ingest;
    private final KeyReader keys = new KeyReader();
    private final Gunzip gunzip = new Gunzip();
    private final ReceivedAt receivedAt = new ReceivedAt();
    private final Intakes intakes;

    IngestHandler(Ingest ingest, RandomGenerator random) {
        this.ingest = ingest;
        this.intakes = new Intakes(ingest.limits(), random);
    }

    Ingest ingest() {
        return ingest;
    }

    KeyReader keys() {
        return keys;
    }

    Gunzip gunzip() {
        return gunzip;
    }

    ReceivedAt receivedAt() {
        return receivedAt;
    }

    Intakes intakes() {
        return intakes;
    }

    @Override
    public void handle(HttpServerRequest request) {
        try {
            route(request);
        } catch (RuntimeException bug) {
            ingest.complain("a request's head was not handled", bug);
            refuse(request, null, Answer.FAILED);
        }
    }

    private void route(HttpServerRequest request) {
        Route route = Route.of(request.path());
        if (route == null) {
            other(request);
        } else if (HttpMethod.POST.equals(request.method())) {
            post(request, route);
        } else if (HttpMethod.OPTIONS.equals(request.method())) {
            preflight(request, false);
        } else {
            refuse(request, null, Answer.METHOD);
        }
    }

    /** The one path that is not in the table, because it holds a key. Nothing that takes events gets here. */
    private void other(HttpServerRequest request) {
        String key = ProjectSettings.key(request.path());
        if (key == null) {
            refuse(request, null, Answer.NOT_FOUND);
        } else if (HttpMethod.GET.equals(request.method())) {
            settings(request, key);
        } else if (HttpMethod.OPTIONS.equals(request.method())) {
            preflight(request, true);
        } else {
            refuse(request, null, Answer.NOT_GET);
        }
    }

    /** A disabled source has settings, too: without them a page would not even keep its events for later. */
    private void settings(HttpServerRequest request, String key) {
        Source source = keys.key(key.getBytes(StandardCharsets.UTF_8), ingest.sources());
        Answer answer = ingest.settings().of(key, request.authority());
        if (source == null || answer == null) {
            refuse(request, source, source == null ? Answer.NO_PROJECT : Answer.NO_HOST);
            return;
        }
        if (!request.isEnded()) {
            request.handler(new Discard(request));
        }
        Cors.cacheable(request.response());
        reply(request, source, answer);
    }

    private void preflight(HttpServerRequest request, boolean tells) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        boolean allowed = origin != null && ingest.sources().anyAllows(origin);
        Cors.preflight(request.response(), allowed ? origin : null, tells);
    }

    private void post(HttpServerRequest request, Route route) {
        if (ingest.permits().draining()) {
            refuse(request, null, Answer.DRAINING);
        } else if (!ingest.log().available()) {
            refuse(request, null, Answer.UNAVAILABLE);
        } else if (!ingest.log().hasRoom()) {
            refuse(request, null, Answer.BUSY);
        } else {
            new Exchange(this, request, route, ingest.ticker().nanos()).open();
        }
    }

    /** Answers a request whose body nobody reads. */
    void refuse(HttpServerRequest request, @Nullable Source source, Answer answer) {
        ingest.listener().refused(source == null ? "" : source.id(), answer.reason(), 1);
        if (!request.isEnded()) {
            request.handler(new Discard(request));
        }
        boolean waits =
                request.version() != HttpVersion.HTTP_2 && request.headers().contains(HttpHeaders.EXPECT);
        reply(request, source, answer, waits);
    }

    /** Answers a request, unless its client has gone. */
    void reply(HttpServerRequest request, @Nullable Source source, Answer answer) {
        reply(request, source, answer, false);
    }

    /**
     * A client that expects {@code 100 Continue} and gets this instead need not send its body, and nobody could tell
     * whether what follows is the body or the next request: {@code close} ends the connection.
     */
    private void reply(HttpServerRequest request, @Nullable Source source, Answer answer, boolean close) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        allowOrigin(request, source);
        boolean last = close || ingest.permits().draining();
        if (last && request.version() != HttpVersion.HTTP_2) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        answer.write(response);
        if (close) {
            request.connection().close();
        }
    }

    private void allowOrigin(HttpServerRequest request, @Nullable Source source) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null && (source == null ? ingest.sources().anyAllows(origin) : source.allows(origin))) {
            Cors.allow(request.response(), origin);
        }
    }
}
