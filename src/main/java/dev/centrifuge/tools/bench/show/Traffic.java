package dev.centrifuge.tools.bench.show;

import dev.centrifuge.time.Ticker;
import dev.centrifuge.tools.load.LoadPlan;
import dev.centrifuge.tools.load.LoadRun;
import dev.centrifuge.tools.load.Pace;
import dev.centrifuge.tools.load.body.BodyOptions;
import dev.centrifuge.tools.load.body.Composer;
import dev.centrifuge.tools.load.body.MessageIds;
import dev.centrifuge.tools.load.body.Population;
import dev.centrifuge.tools.load.ledger.Account;
import dev.centrifuge.tools.load.ledger.Deliveries;
import dev.centrifuge.tools.load.ledger.Requests;
import dev.centrifuge.tools.sink.Arrival;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Single events at a fixed rate, whether answers come or not, and what became of each. Answers are booked by the load's
 * event loop, arrivals by the sinks'; counts may be read from any thread, the rest once the run is over and settled.
 */
final class Traffic implements LoadPlan.Listener {
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Under which series an arrival is booked. */
    interface Grouping {
        int group(int sink, long event, Population population);
    }

    /**
     * @param run in the ids of its events, different for each
     * @param keys write keys, one a source; events are drawn evenly from them
     * @param perSecond events
     * @param duration it may be stopped before
     */
    record Plan(String run, List<String> keys, int users, double perSecond, Duration duration) {}

    private final Plan plan;
    private final ShowOptions options;
    private final Population population;
    private final MessageIds ids;
    private final Pace.Open pace;
    private final Grouping grouping;
    private final Requests requests = new Requests();
    private final Series answered = new Series();
    private final Series shed = new Series();
    private final List<Deliveries> books = new ArrayList<>();
    private final List<Series> groups = new ArrayList<>();
    private final List<AtomicLong> arrived = new ArrayList<>();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private volatile long start;

    Traffic(Plan plan, ShowOptions options, int sinks, int series, Grouping grouping) {
        this.plan = plan;
        this.options = options;
        this.population = new Population(plan.users(), plan.keys().size(), 1, options.seed);
        this.ids = new MessageIds(plan.run());
        this.pace = new Pace.Open(plan.perSecond());
        this.grouping = grouping;
        for (int i = 0; i < sinks; i++) {
            books.add(new Deliveries(plan.users(), population::user, pace::due, () -> start, 0));
            arrived.add(new AtomicLong());
        }
        for (int i = 0; i < series; i++) {
            groups.add(new Series());
        }
    }

    Future<LoadRun> start(Vertx vertx, int port) {
        BodyOptions bodies = new BodyOptions("127.0.0.1", "", plan.keys(), ids, 1, options.size, false, options.seed);
        Composer composer = new Composer(bodies, population, Ticker.system(), requests::endedBelow);
        return LoadRun.start(
                vertx,
                LoadPlan.of("127.0.0.1", port, options.connections, composer, pace, plan.duration())
                        .withPatience(PATIENCE)
                        .withListener(this),
                Ticker.system());
    }

    @Override
    public void started(long nanos) {
        start = nanos;
    }

    @Override
    public void ended(long number, int status, long due, long now) {
        requests.ended(number, status);
        if (status >= 200 && status < 300) {
            answered.add(due - start, now - start);
            accepted.incrementAndGet();
            return;
        }
        refused.incrementAndGet();
        if (status == TOO_MANY || status == UNAVAILABLE) {
            shed.add(due - start, now - start);
        }
    }

    /** Books what came to a sink, where it is of this run. On the sinks' event loop. */
    void take(int sink, Arrival arrival) {
        if (!arrival.accepted()) {
            books.get(sink).refused();
            return;
        }
        ids.find(arrival.body(), (event, after) -> {
            if (books.get(sink).taken(event, after, arrival.nanos()) >= 0) {
                groups.get(grouping.group(sink, event, population)).add(pace.due(event), arrival.nanos() - start);
                arrived.get(sink).incrementAndGet();
            }
        });
    }

    /** When the first event was due; 0 before. */
    long startNanos() {
        return start;
    }

    /** How many events were acknowledged so far. */
    long accepted() {
        return accepted.get();
    }

    /** How many requests got no 2xx so far, for whatever reason. */
    long refused() {
        return refused.get();
    }

    /** How many events were acknowledged and have not arrived at a sink yet. */
    long missing(int sink) {
        return Math.max(0, accepted.get() - arrived.get(sink).get());
    }

    /** The same over all sinks. */
    long missing() {
        long all = 0;
        for (int i = 0; i < arrived.size(); i++) {
            all += missing(i);
        }
        return all;
    }

    /** How its events are recognised. */
    MessageIds ids() {
        return ids;
    }

    /** Whether an event was acknowledged and has not come to the first sink. On the sinks' event loop, once load has ended. */
    boolean isMissing(long event) {
        return requests.isAccepted(event) && !books.get(0).has(event);
    }

    /** From due to answered, of what was acknowledged. */
    Series answered() {
        return answered;
    }

    /** From due to an answer that says to come again later. */
    Series shed() {
        return shed;
    }

    /** From due to the first arrival. */
    Series arrivals(int group) {
        return groups.get(group);
    }

    /** Compares what was promised with what came. On the sinks' event loop, once load has ended. */
    List<Account> accounts() {
        List<Account> accounts = new ArrayList<>();
        for (int i = 0; i < books.size(); i++) {
            accounts.add(Account.of("sink-" + i, "", true, requests, books.get(i), 1));
        }
        return accounts;
    }
}
