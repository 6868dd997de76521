package dev.centrifuge.admin.destinations;

import com.fasterxml.jackson.databind.JsonNode;
import dev.centrifuge.admin.AdminFixture;
import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.config.Secret;
import dev.centrifuge.config.outbound.Auth;
import dev.centrifuge.dispatch.DestinationGauge;
import dev.centrifuge.dispatch.traffic.DestinationState;
import dev.centrifuge.dispatch.traffic.Plots;
import dev.centrifuge.dispatch.traffic.Sample;
import dev.centrifuge.flow.count.Counts;
import dev.centrifuge.flow.count.Funnel;
import dev.centrifuge.flow.count.Group;
import dev.centrifuge.flow.count.Pair;
import dev.centrifuge.flow.count.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What the API says of destinations. */
class DestinationRoutesTest extends DestinationsFixture {
    @Test
    void list_hasTroubleFirst_andIsFiltered() throws Exception {
        destination("a", DestinationState.OK, 0);
        destination("b", DestinationState.SLOW, 3);
        destination("c", DestinationState.DOWN, 7);
        destination("d", DestinationState.OK, 0);
        running.absent.add(new DestinationGauge("e", 0, 0, 0, 0, Sample.IDLE));
        assertThat(ids("")).containsExactly("c", "b", "e", "a", "d");
        assertThat(ids("?state=ok")).containsExactly("a", "d");
        assertThat(ids("?text=D.EXAMPLE")).containsExactly("d");
        assertThat(ids("?text=hook")).isEmpty();
        assertThat(admin().get("/v1/destinations?state=broken").status()).isEqualTo(400);
        assertThat(admin().get("/v1/destinations?cursor=nonsense!").status()).isEqualTo(400);
    }

    @Test
    void list_isPaged() throws Exception {
        for (int i = 0; i < 25; i++) {
            destination("d%02d".formatted(i), i % 2 == 0 ? DestinationState.OK : DestinationState.DOWN, 0);
        }
        List<String> all = new ArrayList<>();
        String next = "";
        for (int page = 0; page < 3; page++) {
            JsonNode body = admin().get("/v1/destinations?limit=10" + next).body();
            body.path("items").forEach(item -> all.add(item.path("destination").asText()));
            next = "&cursor=" + body.path("next").asText();
            assertThat(body.has("next")).isEqualTo(page < 2);
        }
        assertThat(all)
                .hasSize(25)
                .doesNotHaveDuplicates()
                .startsWith("d01", "d03")
                .endsWith("d22", "d24");
    }

    @Test
    void show_tellsEverything_butSecrets() throws Exception {
        destination("crm", DestinationState.DOWN, 40);
        DestinationConfig plain = configured.get("crm");
        configured.put(
                "crm",
                new DestinationConfig(
                        "crm",
                        plain.url(),
                        Set.of("web"),
                        true,
                        "POST",
                        Map.of("x-team", new Secret("growth-secret")),
                        plain.payload(),
                        null,
                        null,
                        plain.concurrency(),
                        plain.timeout(),
                        plain.retry(),
                        plain.ordering(),
                        new Auth.Bearer(new Secret("t0ken-secret")),
                        null,
                        plain.http(),
                        false));
        running.plots = new Plots(
                NOW - 1_000, List.of(1, 2), List.of(3, 4), List.of(0, 0), List.of(8, 9), List.of(0, 0), List.of(5, 6));
        AdminFixture.Answer answer = admin().get("/v1/destinations/crm");
        assertThat(answer.status()).isEqualTo(200);
        JsonNode body = answer.body();
        assertThat(body.toString()).doesNotContain("secret", "s3cret");
        assertThat(body.path("url").asText()).isEqualTo("https://crm.example/hook");
        assertThat(body.path("state").asText()).isEqualTo("down");
        assertThat(body.path("since").asText()).isEqualTo("2026-01-31T09:59:00Z");
        assertThat(body.at("/reason/cause").asText()).isEqualTo("http_503");
        assertThat(body.at("/reason/status").asInt()).isEqualTo(503);
        assertThat(body.at("/ratePerSecond/in").asDouble()).isEqualTo(5);
        assertThat(body.path("p99Millis").asDouble()).isEqualTo(45.6);
        assertThat(body.path("errorShare").asDouble()).isEqualTo(0.25);
        assertThat(body.path("backlog").asLong()).isEqualTo(40);
        assertThat(body.path("backlogAgeSeconds").asDouble()).isEqualTo(30);
        assertThat(body.path("drainSeconds").asDouble()).isEqualTo(8);
        assertThat(body.at("/limits/concurrency/now").asInt()).isEqualTo(4);
        assertThat(body.at("/limits/concurrency/max").asInt()).isEqualTo(64);
        assertThat(body.at("/limits/gateUntil").asText()).isEqualTo("2026-01-31T10:00:05Z");
        assertThat(body.at("/config/auth/token").asText()).isEqualTo("***");
        assertThat(body.at("/config/headers/x-team").asText()).isEqualTo("***");
        assertThat(body.at("/config/retry/ttl").asText()).isEqualTo("4h");
        assertThat(body.at("/history/backlog").toString()).isEqualTo("[5,6]");
        assertThat(body.at("/history/from").asText()).isEqualTo("2026-01-31T09:59:59Z");
        assertThat(admin().get("/v1/destinations/nobody").status()).isEqualTo(404);
    }

    @Test
    void destination_tellsOfLegsThatCannotBeWritten_andWhy() throws Exception {
        destination("crm", DestinationState.OK, 0);
        destination("bi", DestinationState.OK, 0);
        running.unwritten.put("crm", 3);
        JsonNode crm = admin().get("/v1/destinations/crm").body();
        assertThat(crm.at("/unwritten/legs").asInt()).isEqualTo(3);
        assertThat(crm.at("/unwritten/reason").asText()).isEqualTo("dead: TopicAuthorizationException");
        assertThat(admin().get("/v1/destinations/bi").body().has("unwritten")).isFalse();
    }

    @Test
    void aNodeThatDoesNotDeliver_saysWhatItKnows() throws Exception {
        destination("crm", DestinationState.OK, 0);
        running.gauges.clear();
        running.delivers = false;
        assertThat(admin().get("/v1/destinations/crm").body().path("state").asText())
                .isEqualTo("unknown");
        assertThat(admin().post("/v1/destinations/crm/pause", "{}")
                        .body()
                        .path("state")
                        .asText())
                .isEqualTo("paused");
        assertThat(admin().post("/v1/destinations/crm/test", "{}").status()).isEqualTo(409);
    }

    private void elsewhere(int here, int elsewhere, int unknown) {
        Funnel.Builder builder = new Funnel.Builder();
        builder.add(null, List.of(new Row(new Pair("web", "crm"), new Counts(100, 60, 5, 3, 0, 0, 20))));
        everywhere.group =
                new Group(builder.build(NOW), here, elsewhere, unknown, NOW, Map.of("crm", new Group.Behind(5, 20)));
    }

    @Test
    void countsAndBacklog_areOfAllNodes_andWhatIsNotKnownOfOthersIsNamed() throws Exception {
        destination("crm", DestinationState.OK, 7);
        destination("erp", DestinationState.OK, 0);
        elsewhere(1, 3, 0);
        JsonNode listed = admin().get("/v1/destinations").body();
        assertThat(listed.at("/partitions/elsewhere").asInt()).isEqualTo(3);
        JsonNode crm = listed.at("/items/0");
        assertThat(crm.path("state").asText()).isEqualTo("ok");
        assertThat(crm.path("backlog").asLong()).isEqualTo(7 + 25);
        assertThat(crm.path("backlogAgeSeconds").asDouble()).isEqualTo(30);
        assertThat(crm.path("counts"))
                .hasToString(
                        "{\"received\":100,\"replayed\":0,\"repeated\":0,\"delivered\":60,\"filtered\":5,\"dead\":3,"
                                + "\"lost\":0,\"pending\":32,\"missing\":0}");
        assertThat(crm.at("/elsewhere/detached").asLong()).isEqualTo(20);
        assertThat(crm.at("/elsewhere/backlogAgeSeconds").isMissingNode()).isTrue();
        assertThat(crm.at("/elsewhere/unknown").toString()).contains("state", "backlogAgeSeconds");
        JsonNode erp = listed.at("/items/1");
        assertThat(erp.at("/counts/received").asLong()).isZero();
        assertThat(erp.at("/elsewhere/unknown").toString()).doesNotContain("backlogAgeSeconds", "counts");

        everywhere.oldest = OptionalLong.of(NOW - 90_000);
        JsonNode shown = admin().get("/v1/destinations/crm").body();
        assertThat(shown.path("backlogAgeSeconds").asDouble()).isEqualTo(90);
        assertThat(shown.at("/elsewhere/backlogAgeSeconds").asDouble()).isEqualTo(90);
        assertThat(shown.at("/elsewhere/unknown").toString()).doesNotContain("backlogAgeSeconds");
        assertThat(shown.at("/counts/dead").asLong()).isEqualTo(3);
    }

    @Test
    void aNodeThatReadsNothing_doesNotSayThatAllIsWell() throws Exception {
        destination("crm", DestinationState.OK, 0);
        destination("erp", DestinationState.DOWN, 0);
        elsewhere(0, 3, 1);
        assertThat(ids("?state=unknown")).containsExactly("crm");
        assertThat(ids("?state=down")).containsExactly("erp");
        assertThat(admin().get("/v1/destinations/crm")
                        .body()
                        .at("/elsewhere/unknown")
                        .toString())
                .contains("counts", "backlog");
        everywhere.group = Group.alone(Group.Share.NOTHING, 0);
        assertThat(ids("?state=ok")).containsExactly("crm");
        assertThat(admin().get("/v1/destinations/crm").body().has("elsewhere")).isFalse();
    }

    @Test
    void tenThousand_areListedQuickly() throws Exception {
        for (int i = 0; i < 10_000; i++) {
            destination("d%05d".formatted(i), i % 1_000 == 0 ? DestinationState.DOWN : DestinationState.OK, 0);
        }
        ids("?limit=50");
        long began = System.nanoTime();
        assertThat(ids("?limit=50")).hasSize(50).startsWith("d00000", "d01000");
        long millis = (System.nanoTime() - began) / 1_000_000;
        assertThat(millis).isLessThan(2_000);
    }
}
