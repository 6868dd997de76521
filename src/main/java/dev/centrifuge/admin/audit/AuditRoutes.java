package dev.centrifuge.admin.audit;

import dev.centrifuge.admin.http.Api;
import dev.centrifuge.admin.http.Reply;
import dev.centrifuge.admin.http.Routes;
import io.vertx.core.Future;
import java.util.Set;

/** {@code GET /v1/audit}. */
public final class AuditRoutes implements Routes {
    private final AuditLog log;

    public AuditRoutes(AuditLog log) {
        this.log = log;
    }

    @Override
    public void on(Api api) {
        api.get(
                "/v1/audit",
                Set.of("limit", "cursor"),
                call -> Future.succeededFuture(
                        Reply.ok(log.page(call.number("limit", 100, 1, 1_000), call.text("cursor")))));
    }
}
