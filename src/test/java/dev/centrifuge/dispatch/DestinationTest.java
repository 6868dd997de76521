package dev.centrifuge.dispatch;

import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.delivery.Answer;
import dev.centrifuge.delivery.Attempt;
import dev.centrifuge.delivery.Delivery;
import dev.centrifuge.delivery.HandTicker;
import dev.centrifuge.delivery.Outcome;
import dev.centrifuge.dispatch.history.AttemptLog;
import dev.centrifuge.dispatch.hold.Holds;
import dev.centrifuge.dispatch.hold.Pause;
import dev.centrifuge.dispatch.traffic.Histories;
import dev.centrifuge.flow.Legs;
import dev.centrifuge.flow.RecordedEnds;
import dev.centrifuge.flow.SendLease;
import io.vertx.core.Future;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A destination by hand: no loop, no clock but the test's. */
class DestinationTest {
    private final HandTicker ticker = new HandTicker();
    private final RecordedEnds ends = new RecordedEnds();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<Long> alarms = new ArrayList<>();
    private final Wakeups wakeups = new Wakeups(alarms::add);
    private final DestinationConfig config = DestinationConfig.to("crm", URI.create("http://a"));
    private final Map<String, byte[]> kept = new HashMap<>();
    private final Holds holds = new Holds(this::keep, ticker);
    private final List<Integer> attempts = new ArrayList<>();
    private final List<@Nullable String> told = new ArrayList<>();
    private Outcome answer = new Outcome.Delivered(new Answer(200, "http_200", "", 1_000_000));

    private final Delivery delivery = new Delivery() {
        @Override
        public Future<Outcome> send(Attempt attempt) {
            attempts.add(attempt.number());
            told.add(attempt.traceparent());
            return Future.succeededFuture(answer);
        }

        @Override
        public void close() {}
    };

    private Destination destination(boolean configured) {
        return destination(configured, SendLease.ofSoleReader(Duration.ofDays(1), ticker.nanos()));
    }

    private @Nullable AttemptTraces traces;

    private Destination destination(boolean configured, SendLease lease) {
        Turns turns = new Turns(leg -> {}, tasks::add, ticker);
        Shared shared = new Shared(
                ends,
                lease,
                new SilentListener(),
                AttemptLog.NONE,
                new Fates(),
                traces,
                holds,
                new Histories(),
                ticker,
                new Random(1),
                leg -> false,
                wakeups,
                turns);
        return new Destination("crm", configured ? config : null, configured ? delivery : null, shared);
    }

    private CompletionStage<Void> keep(String id, byte @Nullable [] value) {
        if (value == null) {
            kept.remove(id);
        } else {
            kept.put(id, value);
        }
        holds.record(id, value);
        return CompletableFuture.completedFuture(null);
    }

    private void advance(Duration by) {
        ticker.advance(by);
        wakeups.wake(ticker.nanos());
        turns();
    }

    private int turns() {
        int turns = 0;
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
            turns++;
        }
        return turns;
    }

    private void offer(Destination to, int offset, int round) {
        to.offer(Legs.at(ticker.millis(), "web", offset, round));
        to.pump();
    }

    @Test
    void absent_saysRemoved_tenMinutesLater_andSleepsThen() {
        destination(false);
        assertThat(ends.said).containsExactly("CLOSED 1");
        advance(Duration.ofMinutes(9));
        assertThat(ends.said).hasSize(1);
        advance(Duration.ofMinutes(1));
        assertThat(ends.said).containsExactly("CLOSED 1", "REMOVED 1");
        alarms.clear();
        advance(Duration.ofHours(1));
        assertThat(alarms).isEmpty();
    }

    @Test
    void answersAtOnce_areSentOneAfterTheOther_aFewATurn() {
        Destination destination = destination(true);
        for (int i = 0; i < 1_000; i++) {
            destination.offer(Legs.at(ticker.millis(), "web", i, 0));
        }
        destination.pump();
        int turns = turns();
        assertThat(turns).isBetween(50, 100);
        assertThat(ends.said).hasSize(1_000).allMatch(said -> said.startsWith("resolved"));
    }

    @Test
    void failed_isTriedAgain_whenItsTimeHasCome() {
        Destination destination = destination(true);
        answer = new Outcome.Failed(new Answer(500, "http_500", "", 1_000_000), 0);
        offer(destination, 1, 0);
        answer = new Outcome.Delivered(new Answer(200, "http_200", "", 1_000_000));
        assertThat(attempts).containsExactly(1);
        advance(Duration.ofSeconds(1));
        assertThat(attempts).containsExactly(1, 2);
        assertThat(ends.said).containsExactly("resolved 1");
    }

    @Test
    void retryAfter_isKept() {
        Destination destination = destination(true);
        answer = new Outcome.Failed(new Answer(429, "http_429", "", 1_000_000), 60_000);
        offer(destination, 1, 0);
        answer = new Outcome.Delivered(new Answer(200, "http_200", "", 1_000_000));
        assertThat(ends.said).containsExactly("CLOSED 1");
        offer(destination, 2, 0);
        assertThat(ends.said).containsExactly("CLOSED 1", "returned 2");
        advance(Duration.ofSeconds(59));
        assertThat(attempts).hasSize(1);
        advance(Duration.ofSeconds(1));
        assertThat(ends.said).containsExactly("CLOSED 1", "returned 2", "READY 1", "resolved 1");
    }

    @Test
    void probe_fallsDue_whileNothingMayBeSent() {
        SendLease lease = SendLease.ofSoleReader(Duration.ofSeconds(1), ticker.nanos());
        Destination destination = destination(true, lease);
        answer = new Outcome.Failed(new Answer(500, "http_500", "", 1_000_000), 0);
        for (int i = 0; ends.said.stream().noneMatch(said -> said.startsWith("put")); i++) {
            offer(destination, i, 0);
            advance(Duration.ofMillis(200));
            lease.recorded(ticker.nanos());
        }
        ends.said.clear();
        advance(Duration.ofSeconds(10));
        assertThat(lease.permits(ticker.nanos())).isFalse();
        lease.recorded(ticker.nanos());
        advance(Duration.ofSeconds(1));
        assertThat(ends.said).anyMatch(said -> said.startsWith("PROBE"));
    }

    @Test
    void followed_attemptsTellTheDestinationOfTheirTrace_andEndWithTheirOutcome() {
        List<Outcome> ended = new ArrayList<>();
        List<String> begun = new ArrayList<>();
        traces = (events, destination, number) -> {
            begun.add(events.size() + " to " + destination + " for the " + number + ".");
            return number == 1
                    ? null
                    : new AttemptTraces.Followed() {
                        @Override
                        public String traceparent() {
                            return "trace";
                        }

                        @Override
                        public void ended(Outcome outcome) {
                            ended.add(outcome);
                        }
                    };
        };
        Destination destination = destination(true);
        answer = new Outcome.Failed(new Answer(500, "http_500", "", 1_000_000), 0);
        offer(destination, 1, 0);
        answer = new Outcome.Delivered(new Answer(200, "http_200", "", 1_000_000));
        advance(Duration.ofSeconds(1));

        assertThat(begun).containsExactly("1 to crm for the 1.", "1 to crm for the 2.");
        assertThat(told).containsExactly(null, "trace");
        assertThat(ended).containsExactly(answer);
    }

    @Test
    void gauge_isOneAndTheSame_whileNothingWaits() {
        Destination destination = destination(true);
        assertThat(destination.sample(null)).isSameAs(destination.sample(null));
    }

    @Test
    void paused_sendsNothing_keepsNothing_andGoesOnWhenItIsResumed() {
        Destination destination = destination(true);
        var unused = holds.pause("crm", new Pause("ann", 1, null));
        destination.hold();
        assertThat(ends.said).containsExactly("CLOSED 1");
        offer(destination, 1, 1);
        assertThat(ends.said).containsExactly("CLOSED 1", "returned 1");

        destination.configure(DestinationConfig.to("crm", URI.create("http://b")), delivery);
        offer(destination, 2, 1);
        assertThat(attempts).isEmpty();

        unused = holds.resume("crm");
        destination.hold();
        offer(destination, 3, 1);
        assertThat(attempts).containsExactly(1);
        assertThat(ends.said).containsExactly("CLOSED 1", "returned 1", "returned 2", "READY 1", "resolved 3");
    }

    @Test
    void paused_whereItIsMet_neverSends() {
        var unused = holds.pause("crm", new Pause("ann", 1, null));
        Destination destination = destination(true);
        offer(destination, 1, 0);
        assertThat(attempts).isEmpty();
        assertThat(ends.said).containsExactly("CLOSED 1", "returned 1");
    }

    @Test
    void gone_staysSoAfterARestart_untilItIsResumed() {
        answer = new Outcome.Gone(new Answer(410, "http_410", "", 1_000_000));
        offer(destination(true), 1, 0);
        assertThat(kept).containsOnlyKeys("crm/gone");
        ends.said.clear();
        attempts.clear();

        Destination restarted = destination(true);
        offer(restarted, 2, 0);
        assertThat(attempts).isEmpty();
        assertThat(ends.said).containsExactly("CLOSED 1", "returned 2");

        answer = new Outcome.Delivered(new Answer(200, "http_200", "", 1_000_000));
        var unused = holds.resume("crm");
        restarted.hold();
        offer(restarted, 3, 1);
        assertThat(attempts).containsExactly(1);
        assertThat(kept).isEmpty();
    }

    @Test
    void gone_isForgotten_whenItIsConfiguredAnew() {
        answer = new Outcome.Gone(new Answer(410, "http_410", "", 1_000_000));
        Destination destination = destination(true);
        offer(destination, 1, 0);
        answer = new Outcome.Delivered(new Answer(200, "http_200", "", 1_000_000));
        destination.configure(DestinationConfig.to("crm", URI.create("http://b")), delivery);
        offer(destination, 2, 1);
        assertThat(attempts).containsExactly(1, 1);
        assertThat(ends.said).endsWith("resolved 2");
    }
}
