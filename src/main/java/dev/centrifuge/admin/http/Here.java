package dev.centrifuge.admin.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;

/** Brings an answer back to whoever asked. */
public final class Here {
    private Here() {}

    /**
     * The same, but whoever waits for it is told on the event loop that calls this: what others complete, on theirs, must not be
     * worked on there.
     */
    public static <T> Future<T> back(Future<T> elsewhere) {
        Context mine = Vertx.currentContext();
        if (mine == null) {
            return elsewhere;
        }
        Promise<T> told = ((ContextInternal) mine).promise();
        elsewhere.onComplete(told);
        return told.future();
    }
}
