package dev.centrifuge.admin;

import dev.centrifuge.metrics.Health.Report;
import dev.centrifuge.metrics.Health.Result;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** A report on health as JSON: {@code {"status":"up","checks":[{"name":"log","kind":"readiness","ok":true}]}}. */
final class HealthBody {
    private HealthBody() {}

    static Buffer of(Report report) {
        JsonArray checks = new JsonArray();
        report.results().forEach(result -> checks.add(check(result)));
        return new JsonObject()
                .put("status", report.ok() ? "up" : "down")
                .put("checks", checks)
                .toBuffer();
    }

    private static JsonObject check(Result result) {
        JsonObject check = new JsonObject()
                .put("name", result.name())
                .put("kind", result.kindName())
                .put("ok", result.problem().isEmpty());
        result.problem().ifPresent(problem -> check.put("problem", problem));
        return check;
    }
}
