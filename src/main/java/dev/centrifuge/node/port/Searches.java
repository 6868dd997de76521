package dev.centrifuge.node.port;

import dev.centrifuge.admin.http.Problem;
import dev.centrifuge.kafka.browse.BrowseFailure;
import io.vertx.core.Future;

/** How the API is told that a search of the log did not succeed. */
final class Searches {
    private Searches() {}

    /** The same search; where the log could not be read, it fails with a refusal that says so. */
    static <T> Future<T> told(Future<T> search) {
        return search.recover(failure -> failure instanceof BrowseFailure
                ? Future.failedFuture(Problem.unavailable(String.valueOf(failure.getMessage()))
                        .refusal())
                : Future.failedFuture(failure));
    }
}
