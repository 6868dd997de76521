package dev.centrifuge.admin.stream;

import io.vertx.core.Future;

/** Where a topic's state comes from. Asked on the admin server's event loop, and only while somebody watches. */
@FunctionalInterface
public interface Feed {

    /**
     * How it stands now; must not block.
     *
     * @param name what follows the topic's colon, empty where there is none
     * @return something that {@link dev.centrifuge.admin.http.Json} writes; fails with a refusal where there is nothing of
     *     that name
     */
    Future<?> now(String name);
}
