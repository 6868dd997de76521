package dev.centrifuge.admin.destinations;

import com.fasterxml.jackson.databind.JsonNode;
import dev.centrifuge.admin.AdminFixture;
import dev.centrifuge.delivery.Answer;
import dev.centrifuge.dispatch.Tested;
import dev.centrifuge.dispatch.traffic.DestinationState;
import dev.centrifuge.event.Event;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Pauses, resumptions and test events. */
class DestinationActionsTest extends DestinationsFixture {
    @Test
    void pauseAndResume_answerWhenTheyHold_andAreOnRecord() throws Exception {
        destination("crm", DestinationState.OK, 0);
        AdminFixture.Answer paused = admin().send(HttpRequest.newBuilder(admin().url("/v1/destinations/crm/pause"))
                .header("content-type", "application/json")
                .header("x-centrifuge-operator", "ann")
                .POST(BodyPublishers.ofString("{\"note\":\"they asked\"}")));
        assertThat(paused.status()).isEqualTo(200);
        assertThat(paused.body().path("state").asText()).isEqualTo("paused");
        assertThat(paused.body().at("/action/who").asText()).startsWith("ann from 127.0.0.1");
        assertThat(holds.paused("crm")).isNotNull();
        JsonNode shown = admin().get("/v1/destinations/crm").body();
        assertThat(shown.path("state").asText()).isEqualTo("paused");
        assertThat(shown.at("/reason/note").asText()).isEqualTo("they asked");
        assertThat(shown.path("since").asText()).isEqualTo("2026-01-31T10:00:00Z");
        assertThat(shown.at("/actions/0/action").asText()).isEqualTo("pause");

        AdminFixture.Answer resumed = admin().post("/v1/destinations/crm/resume", "");
        assertThat(resumed.body().path("state").asText()).isEqualTo("ok");
        assertThat(holds.paused("crm")).isNull();
        JsonNode audit = admin().get("/v1/audit").body();
        assertThat(audit.path("items").findValuesAsText("action")).containsExactlyInAnyOrder("pause", "resume");
        assertThat(audit.at("/items/0/target").asText()).isEqualTo("crm");
    }

    @Test
    void gone_showsAsSuch_andCanBeResumed() throws Exception {
        destination("crm", DestinationState.GONE, 3);
        holds.gone(configured.get("crm"), new Answer(410, "http_410", "", 1));
        JsonNode shown = admin().get("/v1/destinations/crm").body();
        assertThat(shown.path("state").asText()).isEqualTo("gone");
        assertThat(shown.at("/reason/status").asInt()).isEqualTo(410);
        JsonNode resumed = admin().post("/v1/destinations/crm/resume", "{}").body();
        assertThat(resumed.path("state").asText()).isEqualTo("recovering");
    }

    @Test
    void posts_refuseWhatDoesNotExist_andWhatMakesNoSense() throws Exception {
        destination("crm", DestinationState.OK, 0);
        for (String action : List.of("pause", "resume", "test")) {
            assertThat(admin().post("/v1/destinations/nobody/" + action, "{}").status())
                    .isEqualTo(404);
            assertThat(admin().post("/v1/destinations/crm/" + action, "{\"not\":1}")
                            .status())
                    .isEqualTo(400);
        }
        assertThat(admin().post("/v1/destinations/crm/pause", "{\"note\":7}").status())
                .isEqualTo(400);
        assertThat(admin().post("/v1/destinations/crm/test", "{\"event\":7}").status())
                .isEqualTo(400);
        assertThat(running.tested).isEmpty();
    }

    @Test
    void pause_thatCannotBeStored_saysSo() throws Exception {
        destination("crm", DestinationState.OK, 0);
        broken = true;
        AdminFixture.Answer answer = admin().post("/v1/destinations/crm/pause", "{}");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body().toString()).doesNotContain("no broker");
    }

    @Test
    void test_sendsASampleOrWhatIsGiven_andTellsWhatCameBack() throws Exception {
        destination("crm", DestinationState.OK, 0);
        running.answer = new Tested(
                "refused",
                422,
                "http_422",
                "no such field",
                12_340_000,
                new Tested.Request("POST", "https://crm.example/hook", Map.of("x-centrifuge-test", "true"), "{}"));
        JsonNode answer = admin().post("/v1/destinations/crm/test", "").body();
        assertThat(answer.path("status").asInt()).isEqualTo(422);
        assertThat(answer.path("cause").asText()).isEqualTo("http_422");
        assertThat(answer.path("latencyMillis").asDouble()).isEqualTo(12.34);
        assertThat(answer.path("answer").asText()).isEqualTo("no such field");
        assertThat(answer.at("/request/headers/x-centrifuge-test").asText()).isEqualTo("true");
        assertThat(answer.at("/action/details/status").asInt()).isEqualTo(422);
        assertThat(new String(running.tested.get(0).body(), StandardCharsets.UTF_8))
                .contains("\"type\":\"track\"", "\"messageId\":\"test-");

        admin().post("/v1/destinations/crm/test", "{\"event\":{\"type\":\"identify\",\"messageId\":\"m1\"}}");
        Event given = running.tested.get(1);
        assertThat(given.envelope().id()).isEqualTo("m1");
        assertThat(given.envelope().type()).isEqualTo("identify");

        running.answer = null;
        assertThat(admin().post("/v1/destinations/crm/test", "{}").status()).isEqualTo(409);
    }
}
