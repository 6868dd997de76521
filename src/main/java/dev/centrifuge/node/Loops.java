package dev.centrifuge.node;

import dev.centrifuge.ingest.edge.Transports;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * How many event loops there are, and who gets them: half of the cores for ingest, half for delivery, at least one each.
 * The log thread, the writer and Kafka's own threads need the rest; on two cores one busy loop was measured faster than
 * two.
 */
public final class Loops {
    private Loops() {}

    static int perSide() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    public static Vertx vertx() {
        return Transports.vertx()
                .with(new VertxOptions().setEventLoopPoolSize(2 * perSide()).setWorkerPoolSize(4))
                .build();
    }

    /**
     * One loop apart, for the admin port: what it does for those who watch, and what it loads when it is asked for the first time,
     * must not hold up events. Its thread is named {@code centrifuge-admin-loop}.
     */
    static Vertx admin() {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(2));
        vertx.runOnContext(v -> Thread.currentThread().setName("centrifuge-admin-loop"));
        return vertx;
    }

    /** Event-loop contexts, each on the next loop in turn. Blocks. */
    static List<Context> contexts(Vertx vertx, int count) throws IOException {
        List<Context> contexts = new CopyOnWriteArrayList<>();
        Blocking.await(vertx.deployVerticle(
                () -> context -> {
                    contexts.add(context);
                    return Future.succeededFuture();
                },
                new DeploymentOptions().setInstances(count)));
        return contexts;
    }
}
