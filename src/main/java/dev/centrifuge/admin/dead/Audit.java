package dev.centrifuge.admin.dead;

import io.vertx.core.Future;
import java.util.Map;

/** Where it is put down who did what. */
@FunctionalInterface
public interface Audit {

    /**
     * Completes when it is durable.
     *
     * @param action {@code redrive}, {@code replay} or {@code cancel}
     * @param target what it was done to
     */
    Future<Void> record(String who, String action, String target, Map<String, String> details);
}
