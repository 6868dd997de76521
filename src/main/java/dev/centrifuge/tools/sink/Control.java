package dev.centrifuge.tools.sink;

import dev.centrifuge.tools.sink.mode.ModeTable;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * The sink's own routes, under {@code /_sink/}: {@code GET stats}, {@code DELETE stats}, {@code GET count?path=&id=},
 * {@code GET mode}, {@code PUT mode[?path=]}, {@code DELETE mode?path=}. On the sink's event loop.
 */
final class Control {
    static final String PREFIX = "/_sink/";

    private final ModeTable modes;
    private final Tally tally;

    Control(ModeTable modes, Tally tally) {
        this.modes = modes;
        this.tally = tally;
    }

    void take(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            try {
                handle(request, body.toString().strip());
            } catch (IllegalArgumentException wrong) {
                end(request, 400, wrong.getMessage());
            }
        });
    }

    private void handle(HttpServerRequest request, String body) {
        String path = request.getParam("path");
        switch (request.method() + " " + request.path().substring(PREFIX.length())) {
            case "GET stats" -> {
                request.response().putHeader("content-type", "application/json");
                end(request, 200, tally.snapshot().json().encodePrettily() + "\n");
            }
            case "DELETE stats" -> {
                tally.clear();
                end(request, 204, "");
            }
            case "GET count" -> end(request, 200, tally.count(required(path), request.getParam("id", "")) + "\n");
            case "GET mode" -> end(request, 200, modes + "\n");
            case "PUT mode" -> {
                setMode(path, body);
                end(request, 204, "");
            }
            case "DELETE mode" -> {
                modes.unset(required(path));
                end(request, 204, "");
            }
            default -> end(request, request.method().equals(HttpMethod.GET) ? 404 : 405, "no such route\n");
        }
    }

    private void setMode(@Nullable String path, String mode) {
        if (path == null) {
            modes.set(mode);
        } else {
            modes.set(path, mode);
        }
    }

    private static String required(@Nullable String path) {
        if (path == null) {
            throw new IllegalArgumentException("the query needs path=…");
        }
        return path;
    }

    private static void end(HttpServerRequest request, int status, @Nullable String text) {
        request.response().setStatusCode(status).end(text == null ? "" : text);
    }
}
