package dev.centrifuge.ingest.edge;

/** Told what happens to connections, on the event loops and the acceptor's: be quick and thread-safe. */
public interface EdgeListener {

    /** A connection was accepted and is under the cap. */
    default void opened() {}

    /** A connection that was {@link #opened} is closed. */
    default void closed() {}

    /** The edge refused a request or a connection by itself; no handler sees its end. */
    default void refused(Refusal why) {}
}
