package dev.centrifuge.node;

import io.vertx.core.Future;
import java.io.IOException;

/** The broker is there and has its topics. They are created while ports are opened: on two cores that is time saved. */
public final class TopicsNode implements Node {
    private final LogNode log;
    private Future<Void> topics = Future.succeededFuture();

    public TopicsNode(LogNode log) {
        this.log = log;
    }

    /** Waits for the broker, for as long as there is none. */
    @Override
    public void open() throws IOException {
        log.awaitBroker();
        topics = log.ensureTopics();
    }

    @Override
    public void start() throws IOException {
        Blocking.await(topics);
    }

    /** Topics stay. */
    @Override
    public void stop() {}
}
