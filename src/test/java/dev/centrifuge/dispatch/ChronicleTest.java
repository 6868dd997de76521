package dev.centrifuge.dispatch;

import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.delivery.Answer;
import dev.centrifuge.delivery.Attempt;
import dev.centrifuge.delivery.Delivery;
import dev.centrifuge.delivery.HandTicker;
import dev.centrifuge.delivery.Outcome;
import dev.centrifuge.dispatch.history.AttemptLog;
import dev.centrifuge.dispatch.hold.Holds;
import dev.centrifuge.dispatch.traffic.Histories;
import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.PastAttempt;
import dev.centrifuge.event.PastAttempt.Next;
import dev.centrifuge.event.PastAttempt.Place;
import dev.centrifuge.event.PastAttempt.What;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.Legs;
import dev.centrifuge.flow.RecordedEnds;
import dev.centrifuge.flow.SendLease;
import io.vertx.core.Future;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is written down of a destination's attempts. */
class ChronicleTest {
    private final HandTicker ticker = new HandTicker();
    private final RecordedEnds ends = new RecordedEnds();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final Wakeups wakeups = new Wakeups(at -> {});
    private final List<PastAttempt> written = new ArrayList<>();
    private boolean successes;
    private Outcome answer = delivered();

    private final AttemptLog history = new AttemptLog() {
        @Override
        public boolean failures() {
            return true;
        }

        @Override
        public boolean successes(Envelope envelope) {
            return successes;
        }

        @Override
        public void ended(PastAttempt attempt) {
            written.add(attempt);
        }
    };

    private final Delivery delivery = new Delivery() {
        @Override
        public Future<Outcome> send(Attempt attempt) {
            return Future.succeededFuture(answer);
        }

        @Override
        public void close() {}
    };

    private static Outcome delivered() {
        return new Outcome.Delivered(new Answer(200, "http_200", "", 2_500_000));
    }

    private static Outcome failed() {
        return new Outcome.Failed(new Answer(500, "http_500", "sorry", 1_000_000), 0);
    }

    private Destination destination() {
        Fates fates = new Fates();
        Shared shared = new Shared(
                new CountedEnds(ends, new SilentListener(), fates, ticker),
                SendLease.ofSoleReader(Duration.ofDays(1), ticker.nanos()),
                new SilentListener(),
                history,
                fates,
                null,
                Holds.none(),
                new Histories(),
                ticker,
                new Random(1),
                leg -> false,
                wakeups,
                new Turns(leg -> {}, tasks::add, ticker));
        return new Destination("crm", DestinationConfig.to("crm", URI.create("http://a")), delivery, shared);
    }

    private Leg offer(Destination to, int offset) {
        Leg leg = Legs.at(ticker.millis(), "web", offset, 0);
        to.offer(leg);
        to.pump();
        return leg;
    }

    private void advance(Duration by) {
        ticker.advance(by);
        wakeups.wake(ticker.nanos());
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    @Test
    void a_success_at_the_first_attempt_is_written_only_where_it_is_wanted() {
        Destination destination = destination();
        offer(destination, 1);
        assertThat(written).isEmpty();

        successes = true;
        Leg leg = offer(destination, 2);

        assertThat(written)
                .containsExactly(new PastAttempt(
                        ticker.millis(),
                        "web",
                        "crm",
                        leg.event().envelope().id(),
                        1,
                        "delivered",
                        200,
                        "http_200",
                        2_500,
                        "",
                        new Place("", 0, 2),
                        new Next(What.DELIVERED, 0, "")));
    }

    @Test
    void a_failure_is_written_with_when_it_is_tried_again_and_so_is_the_success_after_it() {
        Destination destination = destination();
        answer = failed();
        long before = ticker.millis();
        offer(destination, 1);
        answer = delivered();
        advance(Duration.ofSeconds(2));

        assertThat(written).extracting(PastAttempt::outcome).containsExactly("failed", "delivered");
        assertThat(written).extracting(PastAttempt::number).containsExactly(1, 2);
        PastAttempt first = written.get(0);
        assertThat(first.answer()).isEqualTo("sorry");
        assertThat(first.next().what()).isEqualTo(What.RETRY);
        assertThat(first.next().at()).isBetween(before, before + 1_000);
    }

    @Test
    void what_is_refused_is_dead() {
        answer = new Outcome.Refused(new Answer(400, "http_400", "no", 1_000_000));
        offer(destination(), 1);

        assertThat(written).extracting(PastAttempt::outcome).containsExactly("refused");
        assertThat(written).extracting(PastAttempt::next).containsExactly(new Next(What.DEAD, 0, "http_400"));
    }

    @Test
    void what_no_request_can_be_made_of_is_dead_and_counts_as_no_attempt() {
        answer = new Outcome.Unfit(new Answer(0, "transform", "no field", 0));
        offer(destination(), 1);

        assertThat(written).extracting(PastAttempt::outcome).containsExactly("unfit");
        assertThat(written).extracting(PastAttempt::next).containsExactly(new Next(What.DEAD, 0, "transform"));
    }

    @Test
    void where_the_destination_is_gone_the_leg_is_detached() {
        answer = new Outcome.Gone(new Answer(410, "http_410", "", 1_000_000));
        offer(destination(), 1);

        assertThat(written).extracting(PastAttempt::outcome).containsExactly("gone");
        assertThat(written).extracting(PastAttempt::next).containsExactly(new Next(What.DETACHED, 0, ""));
    }

    @Test
    void what_keeps_failing_goes_to_a_delay_topic_and_the_last_line_says_so() {
        Destination destination = destination();
        answer = failed();
        offer(destination, 1);
        for (int i = 0; i < 40 && written.stream().noneMatch(each -> each.next().what() == What.DELAYED); i++) {
            answer = delivered();
            for (int j = 0; j < 20; j++) {
                offer(destination, 100 + 20 * i + j); // The destination is fine: it is the event.
            }
            answer = failed();
            advance(Duration.ofSeconds(10));
        }

        PastAttempt last = written.get(written.size() - 1);
        assertThat(last.next().what()).isEqualTo(What.DELAYED);
        assertThat(last.next().detail()).isIn("30s", "2m", "15m");
        assertThat(last.next().at()).isGreaterThan(last.at());
    }
}
