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
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * One run of a plan. Everything below is accessed only by the run's event loop, but for what says otherwise.
 *
 * <p>Open loop: on each tick, and whenever a connection is free again, all that is due is sent as far as there are
 * connections.
 */
public final class LoadRun {
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long RECONNECT_MILLIS = 20;
    /** Where connections are refused, trying at once would only cost the machine that is measured. */
    private static final long REFUSED_MILLIS = 200;

    private static final long CHECK_MILLIS = 500;
    /** At high rates several requests share a tick; a quarter of a millisecond is below what is measured there. */
    private static final long LEAST_TICK_NANOS = 250_000;

    private static final long CLOSE_TOGETHER_NANOS = 500_000;

    private final LoadPlan plan;
    private final Ticker ticker;
    private final Vertx vertx;
    private final EventLoop loop;
    private final NetClient client;
    private final Promise<LoadResult> done = Promise.promise();
    private final Set<LoadConnection> connections = new LinkedHashSet<>();
    private final ArrayDeque<LoadConnection> idle = new ArrayDeque<>();
    private final Answers answers;
    private volatile Future<LoadResult> result = done.future();
    private Schedule schedule;
    private boolean started;
    private boolean stopped;
    private long stoppedAt;
    private boolean ended;
    private long next;
    private long outstanding;
    private long connectFailures;
    private long patienceTimer;

    private LoadRun(Vertx vertx, Context context, LoadPlan plan, Ticker ticker) {
        this.plan = plan;
        this.ticker = ticker;
        this.vertx = vertx;
        this.loop = ((ContextInternal) context).nettyEventLoop();
        this.schedule = new Schedule(plan, ticker.nanos());
        this.answers = new Answers(plan.listener());
        this.client =
                vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true).setConnectTimeout(5_000));
    }

    /**
     * Runs a plan on an event loop of its own. Fails where not one connection is to be had; otherwise what went wrong is
     * in the result.
     */
    public static Future<LoadResult> run(Vertx vertx, LoadPlan plan, Ticker ticker) {
        return start(vertx, plan, ticker).compose(LoadRun::result);
    }

    /** The same, to be looked at and stopped while it runs. */
    public static Future<LoadRun> start(Vertx vertx, LoadPlan plan, Ticker ticker) {
        Promise<LoadRun> made = Promise.promise();
        return vertx.deployVerticle(context -> {
                    LoadRun run = new LoadRun(vertx, context, plan, ticker);
                    run.connectAll();
                    made.complete(run);
                    return Future.succeededFuture();
                })
                .compose(id -> made.future()
                        .onSuccess(run -> run.result = run.done.future().eventually(() -> vertx.undeploy(id))));
    }

    /** May be asked from any thread. */
    public Future<LoadResult> result() {
        return result;
    }

    /** Sends nothing more; the answers that are on their way are waited for. From any thread. */
    public void stop() {
        loop.execute(() -> {
            stoppedAt = ticker.nanos();
            pump(stoppedAt);
            stopped = true;
            settle();
        });
    }

    /** Reads something on the run's event loop, where also its listener is called. From any thread. */
    public <T> Future<T> look(Function<LoadView, T> reader) {
        Promise<T> answer = Promise.promise();
        loop.execute(() -> {
            long now = ticker.nanos();
            answer.complete(reader.apply(new LoadView(now, next, waiting(now), outstanding, connectFailures)));
        });
        return answer.future();
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
                        reconnect(REFUSED_MILLIS);
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
        schedule = new Schedule(plan, ticker.nanos());
        plan.listener().started(schedule.start());
        loop.schedule(this::settle, plan.duration().toNanos(), TimeUnit.NANOSECONDS);
        patienceTimer = vertx.setPeriodic(CHECK_MILLIS, tick -> loseOverdue());
        for (int missing = connections.size(); missing < plan.connections(); missing++) {
            reconnect(REFUSED_MILLIS);
        }
        tick();
    }

    /** Sends what is due, and comes back when the next one is. A closed loop needs no clock: answers drive it. */
    private void tick() {
        long now = ticker.nanos();
        pump(now);
        if (plan.pace() instanceof Pace.Timed timed && more(now)) {
            long wait = schedule.due(next) - now;
            boolean close = timed.due(next + 1) - timed.due(next) < CLOSE_TOGETHER_NANOS;
            // What is due already waits for a connection, which will send it: no need to spin.
            long least = close || wait <= 0 ? LEAST_TICK_NANOS : 0;
            loop.schedule(this::tick, Math.max(wait, least), TimeUnit.NANOSECONDS);
        }
    }

    private void pump(long now) {
        while (more(now) && schedule.due(next) <= now) {
            LoadConnection free = idle.poll();
            if (free == null) {
                return;
            }
            if (free.idle()) {
                outstanding++;
                long number = next++;
                free.send(number, schedule.from(number, now), now);
            }
        }
    }

    private boolean more(long now) {
        return !ended && !stopped && schedule.more(next, now);
    }

    /** What becomes due after it was stopped was never asked for. */
    private long waiting(long now) {
        return started && !ended ? schedule.waiting(next, stopped ? stoppedAt : now) : 0;
    }

    void answered(LoadConnection connection, long number, long since, int code) {
        long now = ticker.nanos();
        finished(number, code, since, now);
        free(connection);
    }

    void lost(LoadConnection connection, long number) {
        connections.remove(connection);
        if (number >= 0) {
            finished(number, 0, connection.since(), ticker.nanos());
        }
        if (more(ticker.nanos())) {
            reconnect(RECONNECT_MILLIS);
        }
    }

    private void loseOverdue() {
        long now = ticker.nanos();
        long patience = plan.patience().toNanos();
        for (LoadConnection each : List.copyOf(connections)) {
            if (each.overdue(now, patience)) {
                each.close();
            }
        }
    }

    private void finished(long number, int code, long since, long now) {
        outstanding--;
        answers.add(number, code, since, now);
        if (outstanding == 0 && !more(now)) {
            finish();
        }
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

    private void reconnect(long millis) {
        vertx.setTimer(millis, due -> {
            if (more(ticker.nanos())) {
                connect();
            }
        });
    }

    private void settle() {
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
        long now = ticker.nanos();
        long unsent = waiting(now);
        ended = true;
        vertx.cancelTimer(patienceTimer);
        for (LoadConnection each : connections) {
            long unanswered = each.abandon();
            if (unanswered >= 0) {
                answers.abandoned(unanswered, each.since(), now);
            }
        }
        client.close();
        done.complete(answers.result(plan.payload().events(), unsent, connectFailures, schedule.start()));
    }
}
