package dev.centrifuge.delivery.head;

import io.vertx.core.MultiMap;

/** Adds the headers of one concern to a request. Called on the event loop that owns the destination. */
public interface Stamp {

    /** Names are lower case (HTTP/2 demands it), and no two stamps of a stack write the same one. */
    void stamp(Head head, MultiMap headers);
}
