package dev.centrifuge.node;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;

/** The broker is there and has its topics. They are created while ports are opened: on two cores that is time saved. */
public final class TopicsNode implements Node {
    /** A listing of names each time; longer than an outlet's first pauses, so that most of its tries find the topic there. */
    private static final long RESTORE_MILLIS = 10_000;

    private final Vertx vertx;
    private final LogNode log;
    private long timer = -1;
    private Future<Void> topics = Future.succeededFuture();

    public TopicsNode(Vertx vertx, LogNode log) {
        this.vertx = vertx;
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
        timer = vertx.setPeriodic(RESTORE_MILLIS, again -> log.restoreTopics());
    }

    /** Topics stay. */
    @Override
    public void stop() {
        vertx.cancelTimer(timer);
    }
}
