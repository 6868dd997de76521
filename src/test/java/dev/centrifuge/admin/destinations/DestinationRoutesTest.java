package dev.centrifuge.admin.destinations;

import com.fasterxml.jackson.databind.JsonNode;
import dev.centrifuge.admin.AdminFixture;
import dev.centrifuge.admin.audit.AuditLog;
import dev.centrifuge.admin.audit.AuditRoutes;
import dev.centrifuge.config.Configuration;
import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.config.GatewayConfig;
import dev.centrifuge.config.Secret;
import dev.centrifuge.config.outbound.Auth;
import dev.centrifuge.config.reload.ConfigState;
import dev.centrifuge.delivery.Answer;
import dev.centrifuge.dispatch.DestinationDetail;
import dev.centrifuge.dispatch.DestinationGauge;
import dev.centrifuge.dispatch.Tested;
import dev.centrifuge.dispatch.hold.Holds;
import dev.centrifuge.dispatch.traffic.DestinationState;
import dev.centrifuge.dispatch.traffic.Latency;
import dev.centrifuge.dispatch.traffic.Plots;
import dev.centrifuge.dispatch.traffic.Sample;
import dev.centrifuge.dispatch.traffic.Trouble;
import dev.centrifuge.event.Event;
import dev.centrifuge.flow.count.Counts;
import dev.centrifuge.flow.count.Funnel;
import dev.centrifuge.flow.count.Group;
import dev.centrifuge.flow.count.Pair;
import dev.centrifuge.flow.count.Row;
import dev.centrifuge.time.Ticker;
import io.vertx.core.Future;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DestinationRoutesTest {
    private static final long NOW = AdminFixture.NOW.toEpochMilli();

    private final Map<String, DestinationConfig> configured = new TreeMap<>();
    private final Ran running = new Ran();
    private final FakeEverywhere everywhere = new FakeEverywhere();
    private final Holds holds = new Holds((id, value) -> keep(id, value), Ticker.system());
    private final AuditLog audit = new AuditLog((id, value) -> keepAction(id, value), new Random(1));
    private boolean broken;
    private @Nullable AdminFixture admin;

    /** A dispatcher that says what the test says. */
    private static final class Ran implements Running {
        final Map<String, DestinationGauge> gauges = new HashMap<>();
        final List<DestinationGauge> absent = new ArrayList<>();
        final List<Event> tested = new ArrayList<>();

        @Nullable
        Tested answer;

        final Map<String, Integer> unwritten = new HashMap<>();

        boolean delivers = true;

        @Nullable
        Plots plots;

        @Override
        public boolean delivers() {
            return delivers;
        }

        @Override
        public List<DestinationGauge> gauges() {
            return List.copyOf(gauges.values());
        }

        @Override
        public List<DestinationGauge> absent() {
            return absent;
        }

        @Override
        public Map<String, Integer> unwritten() {
            return unwritten;
        }

        @Override
        public @Nullable String refusal() {
            return "dead: TopicAuthorizationException";
        }

        @Override
        public Future<@Nullable DestinationDetail> look(String id) {
            DestinationGauge gauge = gauges.get(id);
            return Future.succeededFuture(
                    gauge == null
                            ? null
                            : new DestinationDetail(
                                    gauge, new DestinationDetail.Bounds("open", 5_000, 4, true, 0), plots));
        }

        @Override
        public Future<@Nullable Tested> test(String id, Event event) {
            tested.add(event);
            return Future.succeededFuture(answer);
        }
    }

    private CompletionStage<Void> keep(String id, byte @Nullable [] value) {
        if (broken) {
            return CompletableFuture.failedFuture(new IllegalStateException("no broker"));
        }
        holds.record(id, value);
        return CompletableFuture.completedFuture(null);
    }

    private CompletionStage<Void> keepAction(String id, byte @Nullable [] value) {
        audit.record(id, value);
        return CompletableFuture.completedFuture(null);
    }

    private void destination(String id, DestinationState state, long backlog) {
        configured.put(id, DestinationConfig.to(id, URI.create("https://" + id + ".example/hook?key=s3cret")));
        Sample sample = new Sample(
                state,
                NOW - 60_000,
                state == DestinationState.OK ? null : new Trouble("http_503", 503, NOW - 1_000),
                5,
                10,
                new Latency(100, 0.25, 12.3, 45.6),
                backlog,
                backlog == 0 ? 0 : NOW - 30_000);
        running.gauges.put(id, new DestinationGauge(id, 1, 2, 300, 0.5, sample));
    }

    private AdminFixture admin() throws Exception {
        if (admin == null) {
            Configuration all = new Configuration(GatewayConfig.defaults(1 << 30), Map.of(), configured);
            ConfigState state = new ConfigState(all, Ticker.system());
            admin = new AdminFixture(
                    new DestinationRoutes(state, running, everywhere, holds, audit), new AuditRoutes(audit));
        }
        return admin;
    }

    @AfterEach
    void close() throws Exception {
        if (admin != null) {
            admin.close();
        }
    }

    private List<String> ids(String query) throws Exception {
        List<String> ids = new ArrayList<>();
        AdminFixture.Answer answer = admin().get("/v1/destinations" + query);
        assertThat(answer.status()).isEqualTo(200);
        answer.body()
                .path("items")
                .forEach(item -> ids.add(item.path("destination").asText()));
        return ids;
    }

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
