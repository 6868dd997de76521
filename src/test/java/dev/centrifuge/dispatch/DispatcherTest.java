package dev.centrifuge.dispatch;

import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.config.payload.Format;
import dev.centrifuge.config.payload.Payload;
import dev.centrifuge.delivery.Answer;
import dev.centrifuge.delivery.Attempt;
import dev.centrifuge.delivery.Delivery;
import dev.centrifuge.delivery.Outcome;
import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.Legs;
import dev.centrifuge.flow.RecordedEnds;
import dev.centrifuge.flow.SendLease;
import dev.centrifuge.flow.handover.Screened;
import dev.centrifuge.jslt.InvalidJslt;
import dev.centrifuge.jslt.Jslt;
import dev.centrifuge.time.Ticker;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/** Routing to loops, and the life of a destination on its loop, with a delivery that answers as the test says. */
class DispatcherTest {
    private final Vertx vertx = Vertx.vertx();
    private final RecordedEnds ends = new RecordedEnds();
    private final Listener listener = new Listener();
    private final Dispatcher dispatcher = new Dispatcher(listener);
    private final Queue<Question> asked = new ConcurrentLinkedQueue<>();

    /** Completes when the factory has closed. */
    private final Promise<Void> connections = Promise.promise();

    /** An attempt that waits for its answer, which must come on the loop that asked. */
    private record Question(Context loop, Promise<Outcome> answer) {}

    private static final class Listener implements DispatchListener {
        final List<String> heard = new CopyOnWriteArrayList<>();

        @Override
        public void delivered(String source, String destination, Answer answer, long ageMillis) {
            heard.add("delivered");
        }

        @Override
        public void retried(String source, String destination, Answer answer) {
            heard.add("retried");
        }

        @Override
        public void deferred(String source, String destination, String delay) {
            heard.add("deferred " + delay);
        }

        @Override
        public void dead(String source, String destination, String reason) {
            heard.add("dead " + reason);
        }

        @Override
        public void deduplicated(String source) {
            heard.add("deduplicated");
        }

        @Override
        public void routed(String source, int legs) {
            heard.add("routed " + legs);
        }

        @Override
        public void filtered(String source, String destination) {
            heard.add("filtered " + destination);
        }
    }

    private final class Asked implements Delivery {
        @Override
        public Future<Outcome> send(Attempt attempt) {
            Promise<Outcome> promise = Promise.promise();
            asked.add(new Question(Vertx.currentContext(), promise));
            return promise.future();
        }

        @Override
        public void close() {
            listener.heard.add("closed");
        }
    }

    @BeforeEach
    void start() {
        dispatcher.start(
                vertx,
                List.of(((VertxInternal) vertx).createEventLoopContext()),
                () -> new DeliveryFactory() {
                    @Override
                    public Delivery open(DestinationConfig destination) {
                        return new Asked();
                    }

                    @Override
                    public Future<Void> close() {
                        listener.heard.add("all closed");
                        return connections.future();
                    }
                },
                ends,
                SendLease.ofSoleReader(Duration.ofDays(1), Ticker.system().nanos()),
                Ticker.system());
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private static DestinationConfig crm(boolean enabled) {
        return crm(enabled, Payload.defaults());
    }

    private static DestinationConfig crm(boolean enabled, Payload payload) {
        DestinationConfig or = DestinationConfig.to("crm", URI.create("http://a"));
        return new DestinationConfig(
                "crm",
                or.url(),
                or.sources(),
                enabled,
                or.method(),
                or.headers(),
                payload,
                or.batch(),
                or.rate(),
                new DestinationConfig.Concurrency(1, true),
                or.timeout(),
                new DestinationConfig.Retry(Duration.ofMillis(20), 1, Duration.ofMillis(20), Duration.ofDays(30)),
                or.ordering(),
                or.auth(),
                or.signing(),
                or.http(),
                or.privateNetwork());
    }

    private void configure(DestinationConfig... configs) {
        dispatcher.configure(configs.length == 0 ? Map.of() : Map.of("crm", configs[0]));
    }

    /** Received just now. */
    private static Leg leg(int offset, int round) {
        return Legs.at(Ticker.system().millis(), "web", offset, round);
    }

    private void deliver(Leg... legs) {
        List.of(legs).forEach(dispatcher::deliver);
        dispatcher.flush();
    }

    private void answer(int status) {
        await().until(() -> !asked.isEmpty());
        Answer answer = new Answer(status, "http_" + status, "", 1_000_000);
        Outcome outcome = switch (status) {
            case 200 -> new Outcome.Delivered(answer);
            case 500 -> new Outcome.Failed(answer, 0);
            case 410 -> new Outcome.Gone(answer);
            case 0 -> new Outcome.Dropped(answer);
            case 1 -> new Outcome.Unfit(new Answer(0, "transform", "why", 0));
            default -> new Outcome.Refused(answer);
        };
        Question question = asked.remove();
        question.loop.runOnContext(v -> question.answer.complete(outcome));
    }

    private void said(String... words) {
        await().untilAsserted(() -> assertThat(ends.said).containsExactly(words));
    }

    @Test
    void leg_isDelivered_refused_orTriedAgainInTime() {
        configure(crm(true));
        deliver(leg(1, 0), leg(2, 0));
        answer(200);
        said("resolved 1");
        answer(500);
        answer(400);
        said("resolved 1", "dead 2 http_400");
        assertThat(listener.heard).containsExactly("delivered", "retried", "dead http_400");
    }

    @Test
    void whatIsNeverSent_isCounted_andDeadWhereItMustBe() {
        configure(crm(true));
        Leg unfit = leg(2, 0);
        deliver(leg(1, 0), unfit);
        answer(0);
        answer(1);
        said("filtered 1", "dead 2 transform");
        assertThat(listener.heard).containsExactly("filtered crm", "dead transform");
        assertThat(unfit.trail().attempts()).isZero();
        assertThat(unfit.trail().excerpt()).isEqualTo("why");
    }

    @Test
    void filter_isAsked_andWhatItSaysIsCounted() throws InvalidJslt {
        configure(filtered("if (.a == 1) true else if (.a == 2) false else error(\"odd\")"));

        assertThat(dispatcher.screen(event("{\"a\":1}"), "crm")).isEqualTo(Screened.WANTED);
        assertThat(dispatcher.screen(event("{\"a\":2}"), "crm")).isEqualTo(Screened.UNWANTED);
        assertThat(dispatcher.screen(event("{\"a\":3}"), "crm").fault()).contains("odd");
        assertThat(dispatcher.screen(event("{\"a\":"), "crm").fault()).contains("cannot be read");
        assertThat(listener.heard).containsExactly("filtered crm", "dead filter", "dead filter");
    }

    /** A quadratic filter on an event as large as ingest takes them: ended in a fraction of the time, and counted by itself. */
    @Test
    void whatTheLogGivesUp_isCounted() {
        dispatcher.died(event("{}"), "crm", "ttl");
        assertThat(listener.heard).containsExactly("dead ttl");
    }

    @Test
    void filter_thatWouldHoldTheThread_isEnded_andHasAReasonOfItsOwn() throws InvalidJslt {
        configure(filtered("let n = (.n) any([for (.n) any([for ($n) . > 1])])"));
        Event large = event("{\"n\":[" + "1,".repeat(16_000) + "1]}");

        Screened screened = assertTimeoutPreemptively(Duration.ofSeconds(5), () -> dispatcher.screen(large, "crm"));

        assertThat(screened.wanted()).isFalse();
        assertThat(screened.reason()).isEqualTo("filter_limit");
        assertThat(listener.heard).containsExactly("dead filter_limit");
    }

    @Test
    void integrations_areCountedForWhoTheyKeepItFrom() {
        configure(crm(true));
        Envelope envelope = new Envelope("web", "m", "track", 0, null, "{\"crm\":false}");

        assertThat(dispatcher.destinations(envelope)).isEmpty();
        dispatcher.routed(envelope, 0);

        assertThat(listener.heard).containsExactly("routed 1", "filtered crm");
    }

    private static Event event(String json) {
        Envelope envelope = new Envelope("web", "m", "track", 0, null, null);
        return new Event(envelope, new byte[0], json.getBytes(StandardCharsets.UTF_8));
    }

    private static DestinationConfig filtered(String filter) throws InvalidJslt {
        Payload payload = new Payload(Format.JSON, Jslt.compile(filter), null, null, Map.of(), List.of());
        return crm(true, payload);
    }

    @Test
    void absent_isReturned_andTheLogIsTold_untilItIsConfigured() {
        deliver(leg(1, 0));
        said("CLOSED 1", "returned 1");
        configure(crm(true));
        said("CLOSED 1", "returned 1", "READY 1");
        ends.again(1);
        deliver(leg(1, 1));
        answer(200);
        said("CLOSED 1", "returned 1", "READY 1", "resolved 1");
    }

    @Test
    void removed_returnsWhatWaits_andWhatIsInFlightEndsAsItEnds() {
        configure(crm(true));
        deliver(leg(1, 0), leg(2, 0));
        await().until(() -> !asked.isEmpty());
        configure();
        said("CLOSED 1", "returned 2");
        answer(500);
        said("CLOSED 1", "returned 2", "returned 1");
        assertThat(listener.heard).contains("closed");
        await().until(() -> dispatcher.gauges().isEmpty());
    }

    @Test
    void disabled_isClosed_andGoneToo() {
        configure(crm(false));
        said("CLOSED 1");
        configure(crm(true));
        said("CLOSED 1", "READY 1");
        deliver(leg(1, 1));
        answer(410);
        said("CLOSED 1", "READY 1", "CLOSED 2", "returned 1");
    }

    @Test
    void recall_returnsWhatIsNotInFlight_andWhatComesLate() {
        configure(crm(true));
        deliver(leg(1, 0), leg(2, 0));
        await().until(() -> !asked.isEmpty());
        dispatcher.recall(Set.of(0), 1);
        deliver(leg(3, 0));
        said("returned 2", "returned 3");
        answer(500);
        said("returned 2", "returned 3", "returned 1");
    }

    @Test
    void gauges_showWhatWaits() {
        configure(crm(true));
        deliver(leg(1, 0), leg(2, 0));
        await().until(() -> dispatcher.gauges().stream().anyMatch(g -> g.inFlight() == 1 && g.queued() == 1));
        assertThat(dispatcher.gauges())
                .singleElement()
                .satisfies(g -> assertThat(g.queuedBytes()).isPositive());
    }

    @Test
    void ttl_isTheConfigured_andUnknownOnesHaveTime() {
        configure(crm(true));
        assertThat(dispatcher.ttlMillis("crm")).isEqualTo(Duration.ofDays(30).toMillis());
        assertThat(dispatcher.ttlMillis("other")).isEqualTo(Long.MAX_VALUE);
    }

    /** Connections of a destination that was taken away, too: nobody else waits for these. */
    @Test
    void close_waitsUntilAllConnectionsAreClosed() {
        dispatcher.configure(Map.of("crm", crm(true)));
        dispatcher.configure(Map.of());
        Future<Void> closed = dispatcher.close();
        await().until(() -> listener.heard.equals(List.of("closed", "all closed")));
        assertThat(closed.isComplete()).isFalse();
        connections.complete();
        await().until(closed::succeeded);
    }
}
