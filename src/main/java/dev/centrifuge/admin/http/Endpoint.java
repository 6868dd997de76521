package dev.centrifuge.admin.http;

import io.vertx.core.Future;

/** Answers calls of one method and path. */
@FunctionalInterface
public interface Endpoint {

    /**
     * Called on the admin server's event loop; must not block.
     *
     * @return completed from any thread; a {@link Refusal} is answered as its problem, anything else is a 500 and logged
     * @throws Refusal the same, at once
     */
    Future<Reply> answer(Call call);
}
