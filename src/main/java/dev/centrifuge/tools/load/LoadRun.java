package dev.centrifuge.tools.load;

import dev.centrifuge.time.Ticker;
import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * One run of a plan. Everything below is accessed only by the run's event loop.
 *
 * <p>Open loop: request n is due at start + n / rate. On each tick, and whenever a connection is free again, all that is
 * due is sent as far as there are connections; nothing is queued, for what waits is known from its number alone.
 */
public final class LoadRun {
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long RECONNECT_MILLIS = 20;
    /** At high rates several requests share a tick; a quarter of a millisecond is below what is measured there. */
    private static final long LEAST_TICK_NANOS = 250_000;

    private static final double MANY_PER_SECOND = 2_000;
    private static final long LONGEST_NANOS = TimeUnit.HOURS.toNanos(1);

    private final LoadPlan plan;
    private final Ticker ticker;
    private final Vertx vertx;
    private final EventLoop loop;
    private final NetClient client;
    private final Promise<LoadResult> done;
    private final Set<LoadConnection> connections = new LinkedHashSet<>();
    private final ArrayDeque<LoadConnection> idle = new ArrayDeque<>();
    private final Histogram latency = new Histogram(LONGEST_NANOS, 3);
    private final Map<Integer, long[]> status = new TreeMap<>();
    private boolean started;
    private boolean ended;
    private long start;
    private long end;
    private long last;
    private long next;
    private long outstanding;
    private long okRequests;
    private long connectFailures;

    private LoadRun(Vertx vertx, Context context, LoadPlan plan, Ticker ticker, Promise<LoadResult> done) {
        this.done = done;
        this.plan = plan;
        this.ticker = ticker;
        this.vertx = vertx;
        this.loop = ((ContextInternal) context).nettyEventLoop();
        this.client =
                vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true).setConnectTimeout(5_000));
    }

    /**
     * Runs a plan on an event loop of its own. Fails where not one connection is to be had; otherwise what went wrong is
     * in the result.
     */
    public static Future<LoadResult> run(Vertx vertx, LoadPlan plan, Ticker ticker) {
        Promise<LoadResult> done = Promise.promise();
        return vertx.deployVerticle(context -> {
                    new LoadRun(vertx, context, plan, ticker, done).connectAll();
                    return Future.succeededFuture();
                })
                .compose(id -> done.future().eventually(() -> vertx.undeploy(id)));
    }

    private void connectAll() {
        int[] left = {plan.connections()};
        for (int i = 0; i < plan.connections(); i++) {
            connect().onComplete(ignored -> {
                if (--left[0] == 0) {
                    begin();
                }
            });
        }
    }

    private Future<Void> connect() {
        return client.connect(plan.port(), plan.host())
                .<Void>map(socket -> {
                    LoadConnection made = new LoadConnection(
                            this, ((NetSocketInternal) socket).channelHandlerContext(), plan.payload());
                    connections.add(made);
                    free(made);
                    return null;
                })
                .onFailure(refused -> {
                    connectFailures++;
                    if (started) {
                        reconnect();
                    }
                });
    }

    private void begin() {
        if (connections.isEmpty()) {
            client.close();
            done.fail("no connection to " + plan.host() + ":" + plan.port());
            return;
        }
        started = true;
        start = ticker.nanos();
        last = start;
        end = start + plan.duration().toNanos();
        loop.schedule(this::stop, plan.duration().toNanos(), TimeUnit.NANOSECONDS);
        for (int missing = connections.size(); missing < plan.connections(); missing++) {
            reconnect();
        }
        tick();
    }

    /** Sends what is due, and comes back when the next one is. A closed loop needs no clock: answers drive it. */
    private void tick() {
        long now = ticker.nanos();
        pump(now);
        if (plan.pace() instanceof Pace.Open open && more(now)) {
            long least = open.perSecond() > MANY_PER_SECOND ? LEAST_TICK_NANOS : 0;
            long delay = Math.max(start + open.due(next) - now, least);
            loop.schedule(this::tick, delay, TimeUnit.NANOSECONDS);
        }
    }

    private void pump(long now) {
        while (more(now) && due(next) <= now) {
            LoadConnection free = idle.poll();
            if (free == null) {
                return;
            }
            if (free.idle()) {
                outstanding++;
                long number = next++;
                free.send(number, plan.pace() instanceof Pace.Open ? due(number) : now);
            }
        }
    }

    /**
     * Whether there is anything left to send. An open loop also sends what became due and is late: leaving it out would
     * hide exactly the requests that a slow server delayed.
     */
    private boolean more(long now) {
        boolean inTime = plan.pace() instanceof Pace.Open ? due(next) < end : now < end;
        return !ended && inTime && next < plan.most();
    }

    private long due(long number) {
        return plan.pace() instanceof Pace.Open open ? start + open.due(number) : start;
    }

    void answered(LoadConnection connection, long number, long since, int code) {
        long now = ticker.nanos();
        if (code >= 200 && code < 300) {
            okRequests++;
            latency.recordValue(Math.min(now - since, LONGEST_NANOS));
        }
        finished(number, code, now);
        free(connection);
    }

    void lost(LoadConnection connection, long number) {
        connections.remove(connection);
        if (number >= 0) {
            finished(number, 0, ticker.nanos());
        }
        if (more(ticker.nanos())) {
            reconnect();
        }
    }

    private void finished(long number, int code, long now) {
        outstanding--;
        last = now;
        count(number, code);
        if (outstanding == 0 && !more(now)) {
            finish();
        }
    }

    private void count(long number, int code) {
        status.computeIfAbsent(code, fresh -> new long[1])[0]++;
        plan.listener().ended(number, code);
    }

    private void free(LoadConnection connection) {
        if (!connection.idle()) {
            return;
        }
        idle.add(connection);
        if (started) {
            pump(ticker.nanos());
        }
    }

    private long unsent() {
        long late = 0;
        if (plan.pace() instanceof Pace.Open) {
            while (next + late < plan.most() && due(next + late) < end) {
                late++;
            }
        }
        return late;
    }

    private void reconnect() {
        vertx.setTimer(RECONNECT_MILLIS, due -> {
            if (more(ticker.nanos())) {
                connect();
            }
        });
    }

    private void stop() {
        if (outstanding == 0 && !more(ticker.nanos())) {
            finish();
        } else {
            loop.schedule(this::finish, GRACE_NANOS, TimeUnit.NANOSECONDS);
        }
    }

    private void finish() {
        if (ended) {
            return;
        }
        long unsent = unsent();
        ended = true;
        for (LoadConnection each : connections) {
            long unanswered = each.abandon();
            if (unanswered >= 0) {
                count(unanswered, 0);
            }
        }
        client.close();
        Map<Integer, Long> codes = new TreeMap<>();
        status.forEach((code, count) -> codes.put(code, count[0]));
        done.complete(new LoadResult(
                okRequests * plan.payload().events(),
                codes,
                unsent,
                connectFailures,
                start,
                Math.max(1, last - start),
                latency));
    }
}
