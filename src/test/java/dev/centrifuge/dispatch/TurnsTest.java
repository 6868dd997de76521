package dev.centrifuge.dispatch;

import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.delivery.Attempt;
import dev.centrifuge.delivery.Delivery;
import dev.centrifuge.delivery.HandTicker;
import dev.centrifuge.delivery.Outcome;
import dev.centrifuge.dispatch.history.AttemptLog;
import dev.centrifuge.dispatch.hold.Holds;
import dev.centrifuge.dispatch.traffic.Histories;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.Legs;
import dev.centrifuge.flow.RecordedEnds;
import dev.centrifuge.flow.SendLease;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Turns by hand: hundreds of destinations that take a while for each attempt, on one loop. */
class TurnsTest {
    private final HandTicker ticker = new HandTicker();
    private final Queue<Runnable> posted = new ArrayDeque<>();
    private final List<Destination> destinations = new ArrayList<>();
    private final List<Integer> offered = new ArrayList<>();
    private final List<Integer> sent = new ArrayList<>();
    private final Turns turns = new Turns(this::offer, posted::add, ticker);

    /** Leg {@code i} is for destination {@code i} modulo how many there are. */
    private void offer(Leg leg) {
        offered.add((int) leg.origin().offset());
        Destination destination = destinations.get((int) leg.origin().offset() % destinations.size());
        destination.offer(leg);
        turns.add(destination);
    }

    /** Each attempt takes the loop a tenth of a millisecond, as opening a connection does, and is never answered. */
    private final class Slow implements Delivery {
        private final int id;

        Slow(int id) {
            this.id = id;
        }

        @Override
        public Future<Outcome> send(Attempt attempt) {
            sent.add(id);
            ticker.advance(Duration.ofNanos(100_000));
            return Promise.<Outcome>promise().future();
        }

        @Override
        public void close() {}
    }

    private void have(int many) {
        SendLease lease = SendLease.ofSoleReader(Duration.ofDays(1), ticker.nanos());
        Shared shared = new Shared(
                new RecordedEnds(),
                lease,
                new SilentListener(),
                AttemptLog.NONE,
                new Fates(),
                null,
                Holds.none(),
                new Histories(),
                ticker,
                new Random(1),
                leg -> false,
                new Wakeups(at -> {}),
                turns);
        for (int i = 0; i < many; i++) {
            DestinationConfig config = DestinationConfig.to("d" + i, URI.create("http://a"));
            destinations.add(new Destination("d" + i, config, new Slow(i), shared));
        }
    }

    private List<Leg> legs(int from, int to) {
        List<Leg> legs = new ArrayList<>();
        for (int i = from; i < to; i++) {
            legs.add(Legs.at(ticker.millis(), "web", i, 0));
        }
        return legs;
    }

    @Test
    void noTurn_isLong_howeverMuchThereIsToDo() {
        have(200);
        long longest = 0;
        int many = 0;
        long before = ticker.nanos();
        turns.accept(legs(0, 20_000));
        do {
            longest = Math.max(longest, ticker.nanos() - before);
            before = ticker.nanos();
            many++;
            posted.remove().run();
        } while (!posted.isEmpty());
        assertThat(longest).as("2 ms, and what one destination may start").isLessThan(4_000_000);
        assertThat(many).isGreaterThan(30);
        assertThat(sent).hasSize(800);
        assertThat(offered).hasSize(20_000);
    }

    @Test
    void everyDestination_hasItsTurn() {
        have(200);
        turns.accept(legs(0, 2_000));
        while (!posted.isEmpty()) {
            posted.remove().run();
        }
        assertThat(sent.subList(0, 4)).containsOnly(sent.get(0));
        assertThat(sent).as("slow start").hasSize(800);
        assertThat(sent.stream().distinct()).hasSize(200);
    }

    @Test
    void legs_keepTheirOrder_overTurns() {
        have(3);
        turns.accept(legs(0, 5_000));
        turns.accept(legs(5_000, 5_003));
        assertThat(offered).hasSizeLessThan(5_000);
        while (!posted.isEmpty()) {
            posted.remove().run();
        }
        assertThat(offered).hasSize(5_003).isSorted();
    }

    @Test
    void nothingToDo_isNoTurn() {
        have(1);
        turns.accept(legs(0, 1));
        assertThat(posted).isEmpty();
        assertThat(sent).hasSize(1);
    }
}
