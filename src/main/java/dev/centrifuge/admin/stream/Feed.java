package dev.centrifuge.admin.stream;

import io.vertx.core.Future;

/**
 * Where a topic's state comes from. Asked on the admin server's event loop, and only while somebody watches.
 *
 * @param ticks how often: at every so many ticks
 * @param state how it stands, by what follows the topic's colon: something that {@link dev.centrifuge.admin.http.Json}
 *     writes; fails with a refusal where there is nothing of that name
 */
record Feed(int ticks, State state) {

    /** Must not block. */
    @FunctionalInterface
    interface State {
        Future<?> now(String name);
    }
}
