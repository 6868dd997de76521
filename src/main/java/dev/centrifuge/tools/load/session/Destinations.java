package dev.centrifuge.tools.load.session;

import dev.centrifuge.tools.Waiting;
import dev.centrifuge.tools.load.body.MessageIds;
import dev.centrifuge.tools.load.ledger.Account;
import dev.centrifuge.tools.load.ledger.Deliveries;
import dev.centrifuge.tools.load.ledger.Requests;
import dev.centrifuge.tools.load.report.Percentiles;
import dev.centrifuge.tools.sink.Arrival;
import dev.centrifuge.tools.sink.Sink;
import dev.centrifuge.tools.sink.SinkOptions;
import dev.centrifuge.tools.sink.mode.Modes;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * The sinks that a load plays and their ledger, all on the one event loop of their Vert.x. Public methods are called from
 * the command's thread.
 */
final class Destinations {
    private static final long LONGEST_MICROS = TimeUnit.HOURS.toMicros(1);

    /**
     * What the sinks have.
     *
     * @param owed first arrivals at sinks that take events, since the start
     * @param arrived first arrivals at all, since it was asked before
     * @param endToEnd of those
     */
    record Interval(long owed, long arrived, Percentiles endToEnd) {}

    private final Vertx vertx;
    private final List<String> modes;
    private final MessageIds ids;
    private final Probe probe;
    private final List<Sink> sinks = new ArrayList<>();
    private final List<Deliveries> books = new ArrayList<>();
    private final Histogram interval = new Histogram(LONGEST_MICROS, 3);

    Destinations(Vertx vertx, List<String> modes, MessageIds ids, Probe probe) {
        this.vertx = vertx;
        this.modes = modes;
        this.ids = ids;
        this.probe = probe;
    }

    /** @param empty makes a book in which nothing is written yet */
    void start(SinkSettings settings, long seed, Supplier<Deliveries> empty) throws IOException {
        for (int i = 0; i < modes.size(); i++) {
            int index = i;
            books.add(empty.get());
            int port = settings.firstPort() == 0 ? 0 : settings.firstPort() + i;
            SinkOptions options = new SinkOptions(
                    settings.host(),
                    port,
                    modes.get(i),
                    Map.of(),
                    Map.of(),
                    List.of(),
                    null,
                    SinkOptions.NO_IDS,
                    seed + i,
                    null,
                    arrival -> take(index, arrival));
            sinks.add(Waiting.on(Sink.start(vertx, options), "cannot start " + SinkSettings.name(i)));
        }
    }

    List<Sink> sinks() {
        return sinks;
    }

    /** How many of them take events. */
    int taking() {
        return (int) modes.stream().filter(Modes::takes).count();
    }

    private void take(int index, Arrival arrival) {
        if (probe.isOpen()) {
            probe.arrived(index, arrival);
            return;
        }
        Deliveries book = books.get(index);
        if (!arrival.accepted()) {
            book.refused();
            return;
        }
        ids.find(arrival.body(), (seq, after) -> {
            long took = book.taken(seq, after, arrival.nanos());
            if (took >= 0) {
                interval.recordValue(Math.min(TimeUnit.NANOSECONDS.toMicros(took), LONGEST_MICROS));
            }
        });
    }

    Interval interval() throws IOException {
        return look(() -> {
            Interval taken = new Interval(owed(), interval.getTotalCount(), Percentiles.ofMicros(interval));
            interval.reset();
            return taken;
        });
    }

    private long owed() {
        long owed = 0;
        for (int i = 0; i < books.size(); i++) {
            owed += Modes.takes(modes.get(i)) ? books.get(i).unique() : 0;
        }
        return owed;
    }

    /** Compares with what was promised, once no request is on its way any more. */
    List<Account> accounts(Requests requests, int batch) throws IOException {
        return look(() -> {
            List<Account> accounts = new ArrayList<>();
            for (int i = 0; i < books.size(); i++) {
                String mode = modes.get(i);
                accounts.add(Account.of(SinkSettings.name(i), mode, Modes.takes(mode), requests, books.get(i), batch));
            }
            return accounts;
        });
    }

    private <T> T look(Supplier<T> reader) throws IOException {
        Promise<T> answer = Promise.promise();
        vertx.runOnContext(now -> answer.complete(reader.get()));
        Future<T> future = answer.future();
        return Waiting.on(future, "the sinks do not answer");
    }
}
