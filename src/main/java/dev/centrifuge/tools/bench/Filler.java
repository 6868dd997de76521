package dev.centrifuge.tools.bench;

import dev.centrifuge.time.Ticker;
import dev.centrifuge.tools.bench.child.Events;
import dev.centrifuge.tools.bench.child.GatewayChild;
import dev.centrifuge.tools.load.LoadPlan;
import dev.centrifuge.tools.load.LoadResult;
import dev.centrifuge.tools.load.LoadRun;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;

/** Posts events in batches, as fast as they are taken; no two alike, whatever gateway they go to. Blocks. */
public final class Filler {
    /** Events in a request. */
    public static final int BATCH = 100;

    private static final int CONNECTIONS = 8;

    private final Vertx vertx;
    private final Duration most;
    private long sent;

    /** @param most how long it may take to post any number of events */
    public Filler(Vertx vertx, Duration most) {
        this.vertx = vertx;
        this.most = most;
    }

    /**
     * Posts events; returns when all are answered.
     *
     * @param source its write key
     * @param events in whole batches
     * @throws IOException where not all are taken
     */
    public LoadResult fill(GatewayChild gateway, String source, long events) throws IOException {
        LoadPlan plan = LoadPlan.closed(gateway.ingestPort, CONNECTIONS, Events.batch(source, BATCH, sent), most)
                .withMost(events / BATCH);
        LoadResult filled = Runs.clean(plan, Runs.await(LoadRun.run(vertx, plan, Ticker.system()), most));
        sent += filled.events();
        return filled;
    }
}
