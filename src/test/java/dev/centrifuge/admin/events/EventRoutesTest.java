package dev.centrifuge.admin.events;

import com.fasterxml.jackson.databind.JsonNode;
import dev.centrifuge.admin.AdminFixture;
import dev.centrifuge.admin.events.EventPort.LegPlace;
import dev.centrifuge.admin.events.EventPort.Query;
import dev.centrifuge.admin.events.EventPort.Searched;
import dev.centrifuge.admin.events.EventPort.Traces;
import dev.centrifuge.admin.events.EventPort.Where;
import dev.centrifuge.admin.http.Problem;
import dev.centrifuge.dispatch.Dispatcher.Routed;
import dev.centrifuge.event.Event;
import dev.centrifuge.event.Letter;
import dev.centrifuge.event.PastAttempt;
import dev.centrifuge.event.PastAttempt.Next;
import dev.centrifuge.event.PastAttempt.Place;
import dev.centrifuge.event.PastAttempt.What;
import dev.centrifuge.event.Sighting;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

public class EventRoutesTest {
    private static final long AT = AdminFixture.NOW.toEpochMilli() - 60_000;

    private final Fake port = new Fake();
    private AdminFixture admin;

    /** Answers what the test says. */
    private static final class Fake implements EventPort {
        final List<Query> asked = new ArrayList<>();
        final Map<String, LegPlace> where = new TreeMap<>();
        Future<Traces> traces = Future.succeededFuture(
                new Traces(List.of(), List.of(), List.of(), new Searched("f", "t", true, "a"), null));

        @Override
        public Future<Traces> find(Query query) {
            asked.add(query);
            return traces;
        }

        @Override
        public Future<Map<String, LegPlace>> whereabouts(Sighting seen, Collection<String> destinations) {
            return Future.succeededFuture(where);
        }

        @Override
        public Future<List<Routed>> routed(Event event) {
            return Future.succeededFuture(List.of(new Routed("billing", true), new Routed("crm", true)));
        }
    }

    /** The routes over nothing, to be registered. */
    public static EventRoutes nowhere() {
        return new EventRoutes(new Fake(), id -> Optional.empty());
    }

    @BeforeEach
    void open() throws Exception {
        admin = new AdminFixture(new EventRoutes(
                port, id -> id.equals("crm") ? Optional.of(List.of(failed(2), failed(1))) : Optional.empty()));
    }

    @AfterEach
    void close() throws Exception {
        admin.close();
    }

    private static PastAttempt failed(int number) {
        return new PastAttempt(
                AT + number,
                "web",
                "crm",
                "m1",
                number,
                "failed",
                503,
                "http_503",
                12_345,
                "busy",
                new Place("", 3, 42),
                new Next(What.RETRY, AT + 1_000, ""));
    }

    @Test
    void an_event_has_its_legs_and_they_have_their_attempts() throws Exception {
        port.traces = Future.succeededFuture(new Traces(
                List.of(LegsTest.seen("web", 3, 42, AT)),
                List.of(failed(2), failed(1)),
                List.of(new Letter(3, 17, "web", "crm", "ttl", AT + 9_000, 2, new Place("", 3, 42))),
                new Searched("f", "t", false, "a"),
                "5.3-42"));
        port.where.put("billing", new LegPlace(Where.DETACHED, "closed"));
        port.where.put("crm", new LegPlace(Where.RESOLVED, ""));

        AdminFixture.Answer answer = admin.get("/v1/events/m1");

        assertThat(answer.status()).isEqualTo(200);
        JsonNode event = answer.body().path("events").path(0);
        assertThat(event.path("source").asText()).isEqualTo("web");
        assertThat(event.path("partition").asInt()).isEqualTo(3);
        assertThat(event.path("offset").asInt()).isEqualTo(42);
        assertThat(event.path("payload").asText()).isEqualTo("{}");
        assertThat(event.path("receivedAt").asText()).isEqualTo("2026-01-31T09:59:00Z");
        JsonNode billing = event.path("legs").path(0);
        assertThat(billing.path("state").asText()).isEqualTo("detached");
        assertThat(billing.path("why").asText()).isEqualTo("closed");
        JsonNode crm = event.path("legs").path(1);
        assertThat(crm.path("state").asText()).isEqualTo("dead");
        assertThat(crm.path("letter").asText()).isEqualTo("3-17");
        assertThat(crm.path("attempts").findValuesAsText("attempt")).containsExactly("1", "2");
        assertThat(crm.path("attempts").path(0).path("latencyMillis").asDouble())
                .isEqualTo(12.345);
        assertThat(crm.path("attempts").path(0).path("next").path("what").asText())
                .isEqualTo("retry");
        assertThat(answer.body().path("next").asText()).isEqualTo("5.3-42");
        assertThat(answer.body().path("searched").path("complete").asBoolean()).isFalse();
        assertThat(answer.body().has("attempts")).isFalse();
    }

    @Test
    void attempts_whose_event_is_not_there_are_shown_by_themselves() throws Exception {
        port.traces = Future.succeededFuture(
                new Traces(List.of(), List.of(failed(1)), List.of(), new Searched("f", "t", true, "a"), null));

        AdminFixture.Answer answer = admin.get("/v1/events/m1");

        assertThat(answer.body().path("events")).isEmpty();
        assertThat(answer.body().path("attempts").findValuesAsText("answer")).containsExactly("busy");
    }

    /** An event may be older than what was searched: a 404 would claim to know that there is none. */
    @Test
    void an_event_that_is_not_found_is_an_empty_list_and_says_how_far_it_looked() throws Exception {
        port.traces = Future.succeededFuture(
                new Traces(List.of(), List.of(), List.of(), new Searched("f", "t", true, "a"), null));

        AdminFixture.Answer answer = admin.get("/v1/events/never-seen");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("events").isArray()).isTrue();
        assertThat(answer.body().path("events")).isEmpty();
        assertThat(answer.body().path("searched").path("from").asText()).isEqualTo("f");
        assertThat(answer.body().path("searched").path("complete").asBoolean()).isTrue();
    }

    @Test
    void an_hour_is_searched_unless_something_else_is_asked() throws Exception {
        admin.get("/v1/events/m1");
        admin.get("/v1/events/a%20b?source=web&since=2h&until=1h&cursor=1.0-5");

        assertThat(port.asked)
                .containsExactly(
                        new Query("m1", null, AdminFixture.NOW.minus(Duration.ofHours(1)), null, null),
                        new Query(
                                "a b",
                                "web",
                                AdminFixture.NOW.minus(Duration.ofHours(2)),
                                AdminFixture.NOW.minus(Duration.ofHours(1)),
                                "1.0-5"));
    }

    @Test
    void nonsense_is_refused_and_an_absent_log_is_told() throws Exception {
        assertThat(admin.get("/v1/events/m1?since=1h&until=2h").status()).isEqualTo(400);
        assertThat(admin.get("/v1/events/" + "x".repeat(101)).status()).isEqualTo(400);
        assertThat(port.asked).isEmpty();

        port.traces = Future.failedFuture(
                Problem.unavailable("Kafka does not answer in time").refusal());
        AdminFixture.Answer answer = admin.get("/v1/events/m1");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.detail()).isEqualTo("Kafka does not answer in time");
    }

    @Test
    void a_destination_shows_its_last_attempts() throws Exception {
        AdminFixture.Answer answer = admin.get("/v1/destinations/crm/attempts?limit=1");

        assertThat(answer.body().path("items").findValuesAsText("attempt")).containsExactly("2");
        assertThat(admin.get("/v1/destinations/crm/attempts").body().path("items"))
                .hasSize(2);
        assertThat(admin.get("/v1/destinations/other/attempts").status()).isEqualTo(404);
    }
}
