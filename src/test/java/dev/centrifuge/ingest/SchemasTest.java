package dev.centrifuge.ingest;

import dev.centrifuge.config.IngestConfig;
import dev.centrifuge.config.SchemaConfig;
import dev.centrifuge.config.schema.EventSchema;
import dev.centrifuge.config.schema.InvalidSchema;
import dev.centrifuge.event.Rejected;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.centrifuge.ingest.IngestHandlerTest.isProblem;
import static org.assertj.core.api.Assertions.assertThat;

/** What senders and the log see of events that violate a schema of their source. */
class SchemasTest {

    private static final String TOTAL = "{\"required\":[\"properties\"],"
            + "\"properties\":{\"properties\":{\"properties\":{\"total\":{\"type\":\"number\"}}}}}";
    private static final String WRONG = "does not match its schema: /properties/total: string found, number expected";

    private IngestServer server;

    @BeforeEach
    void start() throws InvalidSchema {
        server = new IngestServer(
                IngestConfig.defaults(),
                Map.of(
                        "web",
                        IngestServer.source(
                                "web",
                                IngestServer.KEY,
                                true,
                                null,
                                schema("track", "Order", TOTAL),
                                schema("track", null, "{\"required\":[\"context\"]}"),
                                schema("order.paid", null, "{\"properties\":{\"data\":{\"type\":\"object\"}}}"))));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static SchemaConfig schema(String type, @Nullable String event, String json) throws InvalidSchema {
        return new SchemaConfig(type, event, EventSchema.compile(json));
    }

    private static String track(String event, String total) {
        return "{\"type\":\"track\",\"userId\":\"u\",\"event\":\"" + event + "\",\"properties\":{\"total\":" + total
                + "},\"writeKey\":\"k\"}";
    }

    @Test
    void of_a_batch_the_matching_are_stored_and_the_others_are_dead_letters_and_told_one_by_one() {
        String batch = "{\"context\":{\"a\":1},\"batch\":[" + track("Order", "1") + "," + track("Order", "\"1\"") + ","
                + track("Other", "\"1\"") + ",7]}";
        HttpResponse<String> answer = server.post("/v1/batch", batch);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo("{\"success\":true,\"accepted\":2,\"rejected\":[{\"index\":1,\"reason\":\"" + WRONG
                        + "\"},{\"index\":3,\"reason\":\"an event must be an object\"}]}");
        assertThat(server.log.events).hasSize(2);
        assertThat(server.log.rejected).extracting(Rejected::index).containsExactly(1, 3);
        assertThat(new String(server.log.rejected.get(0).body(), StandardCharsets.UTF_8))
                .contains("\"total\":\"1\"", "\"receivedAt\":")
                .doesNotContain("writeKey");
    }

    @Test
    void a_single_one_is_400_and_a_dead_letter_all_the_same() {
        HttpResponse<String> answer =
                server.post("/v1/track", track("Order", "\"1\"").replace("\"type\"", "\"context\":{},\"type\""));

        assertThat(isProblem(answer, 400)).isTrue();
        assertThat(answer.body()).contains("\"detail\":\"" + WRONG + "\"");
        assertThat(server.log.events).isEmpty();
        assertThat(server.log.rejected).extracting(Rejected::reason).containsExactly(WRONG);
        assertThat(server.listener.told).containsExactly("refused web invalid 1");
    }

    @Test
    void a_dead_letter_that_is_not_stored_is_503() {
        server.log.fails = true;
        assertThat(server.post("/v1/track", track("Order", "1")).statusCode()).isEqualTo(503);
    }

    @Test
    void each_schema_that_applies_must_be_matched_after_the_context_is_merged() {
        HttpResponse<String> answer = server.post("/v1/track", track("Order", "1"));
        assertThat(isProblem(answer, 400)).isTrue();
        assertThat(answer.body()).contains("context");
        String merged = "{\"context\":{\"a\":1},\"batch\":[" + track("Order", "1") + "]}";
        assertThat(server.post("/v1/batch", merged).body()).isEqualTo("{\"success\":true}");
    }

    @Test
    void an_event_without_a_schema_is_not_looked_into() {
        // Two members of one name, below the top level: a tree would be refused.
        String page = "{\"type\":\"page\",\"userId\":\"u\",\"properties\":{\"a\":1,\"a\":2}}";
        assertThat(server.post("/v1/page", page).statusCode()).isEqualTo(200);

        String order = track("Order", "1,\"total\":2").replace("\"type\"", "\"context\":{},\"type\"");
        HttpResponse<String> ambiguous = server.post("/v1/track", order);
        assertThat(isProblem(ambiguous, 400)).isTrue();
        assertThat(ambiguous.body()).contains("a member stands twice");
    }

    @Test
    void cloud_events_are_held_against_the_schemas_of_their_type() {
        String[] headers = {
            "ce-specversion",
            "1.0",
            "ce-id",
            "1",
            "ce-source",
            "/s",
            "ce-type",
            "order.paid",
            "content-type",
            "application/json"
        };
        assertThat(server.post("/v1/events", "{\"total\":1}", headers).statusCode())
                .isEqualTo(200);
        HttpResponse<String> answer = server.post("/v1/events", "[1]", headers);
        assertThat(isProblem(answer, 400)).isTrue();
        assertThat(answer.body()).contains("/data: array found, object expected");
        assertThat(server.log.rejected).hasSize(1);
    }
}
