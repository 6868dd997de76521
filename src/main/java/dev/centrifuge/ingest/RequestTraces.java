package dev.centrifuge.ingest;

import org.jspecify.annotations.Nullable;

/** Follows requests, for whoever looks at traces. Called on event loops: implementations must be quick and thread-safe. */
public interface RequestTraces {

    /**
     * The body of a request was read, and its events are about to be made.
     *
     * @param traceparent as the client sent it, well-formed; null where it sent none
     * @param path of the call
     * @param sinceNanos how long ago the request began
     * @return null where this one is not followed
     */
    @Nullable
    Followed begin(@Nullable String traceparent, String path, String source, long sinceNanos);

    /** A request that is followed. */
    interface Followed {

        /** What its events carry on. */
        String traceparent();

        /** It was answered. */
        void ended(int status);
    }
}
