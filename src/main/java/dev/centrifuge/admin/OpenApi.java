package dev.centrifuge.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.centrifuge.admin.http.Api;
import dev.centrifuge.admin.http.Json;
import dev.centrifuge.admin.http.Reply;
import dev.centrifuge.admin.http.Routes;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Set;

/** {@code GET /v1/openapi.json}: the admin API's description, which a test holds against what is registered. */
public final class OpenApi implements Routes {
    private static final String FILE = "/admin/openapi.json";

    private final JsonNode document = load();

    static JsonNode load() {
        try (InputStream in = OpenApi.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is missing from the jar");
            }
            return Json.read(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void on(Api api) {
        api.get("/v1/openapi.json", Set.of(), call -> Future.succeededFuture(Reply.ok(document)));
    }
}
