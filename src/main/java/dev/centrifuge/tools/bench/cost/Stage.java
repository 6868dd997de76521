package dev.centrifuge.tools.bench.cost;

import dev.centrifuge.time.Ticker;
import dev.centrifuge.tools.load.LoadPlan;
import dev.centrifuge.tools.load.Pace;
import dev.centrifuge.tools.load.Payload;
import dev.centrifuge.tools.load.body.BodyOptions;
import dev.centrifuge.tools.load.body.Composer;
import dev.centrifuge.tools.load.body.MessageIds;
import dev.centrifuge.tools.load.body.Population;
import dev.centrifuge.tools.load.ledger.Account;
import dev.centrifuge.tools.load.ledger.Deliveries;
import dev.centrifuge.tools.load.ledger.Requests;
import dev.centrifuge.tools.sink.Arrival;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongToIntFunction;

/**
 * One run of load and the ledger of what came of it. Its events' ids are its own, so what is left over from another run is
 * not counted here.
 *
 * <p>Fed by the load's event loop and by the sinks'; counts may be asked from any thread, accounts once both are done.
 */
final class Stage implements LoadPlan.Listener {
    private static final String HOST = "127.0.0.1";
    private static final int MEAN_SIZE = 700;
    private static final int USERS = 10_000;

    private final MessageIds ids;
    private final int batch;
    private final Pace pace;
    private final Requests requests = new Requests();
    private final Payload payload;
    private final Map<String, Book> books = new TreeMap<>();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong others = new AtomicLong();
    private volatile long start;

    /** A destination's share; counts that may be asked from any thread beside it. */
    private record Book(Deliveries deliveries, AtomicLong unique, AtomicLong last) {}

    /**
     * @param run a name of its own, of a to z and 0 to 9
     * @param keys write keys; {@code keyOf} says which of them a request has
     * @param paths of the sinks that this is about
     */
    Stage(String run, List<String> keys, LongToIntFunction keyOf, int batch, Pace pace, List<String> paths) {
        this.ids = new MessageIds(run);
        this.batch = batch;
        this.pace = pace;
        Population population = new Population(USERS, 1, batch, 1);
        this.payload = new Mixed(
                keys.stream()
                        .map(key -> new BodyOptions(HOST, "", List.of(key), ids, batch, MEAN_SIZE, false, 1))
                        .map(body -> new Composer(body, population, Ticker.system(), requests::endedBelow))
                        .toList(),
                keyOf);
        for (String path : paths) {
            Deliveries deliveries = new Deliveries(USERS, population::user, this::due, () -> start, 0);
            books.put(path, new Book(deliveries, new AtomicLong(), new AtomicLong()));
        }
    }

    private long due(long seq) {
        return pace instanceof Pace.Timed timed ? timed.due(seq / batch) : 0;
    }

    /** @param events how many in all */
    LoadPlan plan(int port, int connections, long events, Duration most) {
        return LoadPlan.of(HOST, port, connections, payload, pace, most)
                .withMost(events / batch)
                .withPatience(Duration.ofSeconds(30))
                .withListener(this);
    }

    @Override
    public void started(long nanos) {
        start = nanos;
    }

    @Override
    public void ended(long number, int status, long due, long now) {
        requests.ended(number, status);
        (status >= 200 && status < 300 ? accepted : others).addAndGet(batch);
    }

    /** Books what came to a sink. */
    void arrived(Arrival arrival) {
        Book book = books.get(arrival.path());
        if (book == null) {
            return;
        }
        if (!arrival.accepted()) {
            book.deliveries.refused();
            return;
        }
        ids.find(arrival.body(), (seq, after) -> book.deliveries.taken(seq, after, arrival.nanos()));
        book.last.set(arrival.nanos());
        book.unique.set(book.deliveries.unique());
    }

    /** Events that were answered with a 2xx. */
    long accepted() {
        return accepted.get();
    }

    /** Events that were answered anything else, or not at all. */
    long refused() {
        return others.get();
    }

    /** Different events that a path took. */
    long delivered(String path) {
        return book(path).unique.get();
    }

    /** When the first request was due. */
    long startNanos() {
        return start;
    }

    /** When the last of them came. */
    long lastNanos(String path) {
        return book(path).last.get();
    }

    Account account(String path) {
        delivered(path);
        return Account.of(path, "ok", true, requests, book(path).deliveries, batch);
    }

    private Book book(String path) {
        Book book = books.get(path);
        if (book == null) {
            throw new IllegalArgumentException(path + " has no book");
        }
        return book;
    }
}
