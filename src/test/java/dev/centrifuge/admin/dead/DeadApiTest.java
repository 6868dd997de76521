package dev.centrifuge.admin.dead;

import com.fasterxml.jackson.databind.JsonNode;
import dev.centrifuge.admin.AdminFixture;
import dev.centrifuge.admin.audit.AuditLog;
import dev.centrifuge.admin.http.Routes;
import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import dev.centrifuge.flow.Trail;
import dev.centrifuge.flow.job.Criteria;
import dev.centrifuge.flow.job.Job;
import dev.centrifuge.flow.job.Letter;
import dev.centrifuge.flow.job.Letter.Place;
import dev.centrifuge.flow.job.Progress;
import dev.centrifuge.flow.job.Progress.Phase;
import dev.centrifuge.flow.job.Run;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

public class DeadApiTest {
    private static final long AT = AdminFixture.NOW.toEpochMilli() - 1_000;

    private final Map<Place, Letter> letters = new LinkedHashMap<>();
    private final Map<Place, String> redriven = new LinkedHashMap<>();
    private final Map<String, Run> jobs = new TreeMap<>();
    private final StringBuilder audited = new StringBuilder();
    private @Nullable Criteria searched;
    private @Nullable Job counted;
    private AdminFixture admin;

    /** To be registered, not to be called. */
    public static Routes nowhere() {
        DeadApiTest nothing = new DeadApiTest();
        AuditLog audit = new AuditLog((id, value) -> new CompletableFuture<>(), new Random(1));
        return api -> {
            new DeadRoutes(nothing.new Found(), nothing.new Posted(), audit, () -> "").on(api);
            new ReplayRoutes(nothing.new Posted(), audit, () -> "").on(api);
        };
    }

    @BeforeEach
    void open() throws Exception {
        AuditLog recording = new AuditLog(
                (id, value) -> {
                    audited.append(value == null ? "" : new String(value, StandardCharsets.UTF_8))
                            .append('\n');
                    return CompletableFuture.completedFuture(null);
                },
                new Random(1));
        Jobs posted = new Posted();
        admin = new AdminFixture(
                new DeadRoutes(new Found(), posted, recording, () -> "abcd"),
                new ReplayRoutes(posted, recording, () -> "efgh"));
        put(new Place(3, 7), "crm", "http_400", new Trail(2, AT - 500, AT - 100, 400, "http_400", "no such user"));
        put(new Place(1, 2), null, "invalid", Trail.NONE);
    }

    @AfterEach
    void close() throws Exception {
        admin.close();
    }

    private void put(Place place, @Nullable String destination, String reason, Trail trail) {
        byte[] body = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
        Event event = destination == null
                ? null
                : new Event(new Envelope("web", "m7", "track", AT, null, null), new byte[] {1}, body);
        letters.put(
                place,
                new Letter(
                        place,
                        AT,
                        destination,
                        "web",
                        destination == null ? "" : "m7",
                        reason,
                        destination == null ? "type is missing" : null,
                        trail,
                        null,
                        null,
                        event,
                        body,
                        null));
    }

    private final class Found implements DeadLetters {
        @Override
        public Future<Page> search(Criteria criteria, int limit, @Nullable String cursor) {
            if ("wrong".equals(cursor)) {
                throw new IllegalArgumentException("not a cursor");
            }
            searched = criteria;
            return Future.succeededFuture(
                    new Page(List.copyOf(letters.values()), "next", AT, AdminFixture.NOW.toEpochMilli(), false));
        }

        @Override
        public Future<Optional<Letter>> at(Place place) {
            return Future.succeededFuture(Optional.ofNullable(letters.get(place)));
        }

        @Override
        public @Nullable String redriven(Place place) {
            return redriven.get(place);
        }
    }

    private final class Posted implements Jobs {
        @Override
        public List<Run> all() {
            return List.copyOf(jobs.values());
        }

        @Override
        public @Nullable Run get(String id) {
            return jobs.get(id);
        }

        @Override
        public Future<Void> put(Job job) {
            jobs.put(job.id(), new Run(job, Progress.WAITING));
            return Future.succeededFuture();
        }

        @Override
        public Future<Progress> count(Job job) {
            counted = job;
            return Future.succeededFuture(new Progress(Phase.DONE, null, 0, List.of(), 9, 7, 5, 2));
        }

        @Override
        public boolean configured(String destination) {
            return destination.equals("crm");
        }

        @Override
        public void check(String filter) {
            if (filter.equals("wrong")) {
                throw new IllegalArgumentException("it makes no sense");
            }
        }
    }

    @Test
    void letters_are_listed_with_how_far_the_search_came() throws Exception {
        JsonNode list = admin.get("/v1/dead?destination=crm&reason=ttl&since=2h&text=x&limit=2")
                .body();

        assertThat(list.at("/items/0/id").asText()).isEqualTo("3-7");
        assertThat(list.at("/items/0/lastStatus").asInt()).isEqualTo(400);
        assertThat(list.at("/items/0/payload").isMissingNode()).isTrue();
        assertThat(list.at("/items/1/destination").isMissingNode()).isTrue();
        assertThat(list.at("/items/1/hopeless").asText()).contains("refused at the door");
        assertThat(list.path("next").asText()).isEqualTo("next");
        assertThat(list.at("/searched/complete").asBoolean(true)).isFalse();
        assertThat(searched)
                .isEqualTo(new Criteria(
                        "crm", null, "ttl", AdminFixture.NOW.toEpochMilli() - 7_200_000, Long.MAX_VALUE, "x"));
        assertThat(admin.get("/v1/dead?cursor=wrong").status()).isEqualTo(400);
        assertThat(admin.get("/v1/dead?since=1h&until=2h").status()).isEqualTo(400);
    }

    @Test
    void a_letter_is_shown_whole() throws Exception {
        redriven.put(new Place(3, 7), "j0");
        JsonNode letter = admin.get("/v1/dead/3-7").body();

        assertThat(letter.at("/payload/a").asInt()).isEqualTo(1);
        assertThat(letter.path("answer").asText()).isEqualTo("no such user");
        assertThat(letter.path("history")).hasSize(2);
        assertThat(letter.at("/history/1/status").asInt()).isEqualTo(400);
        assertThat(letter.at("/redriven/job").asText()).isEqualTo("j0");
        assertThat(admin.get("/v1/dead/3-8").status()).isEqualTo(404);
        assertThat(admin.get("/v1/dead/nonsense").status()).isEqualTo(404);
    }

    @Test
    void one_letter_is_redriven_or_it_is_said_why_not() throws Exception {
        AdminFixture.Answer answer = admin.post("/v1/dead/redrive", "{\"ids\":[\"3-7\"]}");
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body().path("state").asText()).isEqualTo("waiting");
        assertThat(answer.body().at("/ids/0").asText()).isEqualTo("3-7");
        assertThat(jobs).hasSize(1);
        assertThat(audited.toString()).contains("\"redrive\"").contains("3-7");

        assertThat(admin.post("/v1/dead/redrive", "{\"ids\":[\"1-2\"]}").detail())
                .contains("refused at the door");
        assertThat(admin.post("/v1/dead/redrive", "{\"ids\":[\"9-9\"]}").status())
                .isEqualTo(404);
        redriven.put(new Place(3, 7), "j0");
        assertThat(admin.post("/v1/dead/redrive", "{\"ids\":[\"3-7\"]}").status())
                .isEqualTo(409);
        assertThat(admin.post("/v1/dead/redrive", "{\"ids\":[\"3-7\"],\"force\":true}")
                        .status())
                .isEqualTo(202);
        put(new Place(4, 4), "gone", "ttl", Trail.NONE);
        assertThat(admin.post("/v1/dead/redrive", "{\"ids\":[\"4-4\"]}").detail())
                .contains("not configured");
    }

    @Test
    void which_letters_is_said_in_one_way() throws Exception {
        for (String wrong : List.of(
                "{}",
                "{\"all\":false}",
                "{\"all\":true,\"destination\":\"crm\"}",
                "{\"ids\":[]}",
                "{\"ids\":[7]}",
                "{\"ids\":\"3-7\"}",
                "{\"destinaton\":\"crm\"}",
                "{\"all\":\"yes\"}",
                "{\"all\":true,\"rate\":0}",
                "{\"all\":true,\"rate\":\"fast\"}",
                "{\"all\":true,\"since\":\"yesterday\"}",
                "{\"destination\":7}")) {
            assertThat(admin.post("/v1/dead/redrive", wrong).status()).as(wrong).isEqualTo(400);
        }
        assertThat(jobs).isEmpty();
        assertThat(audited).isEmpty();
        assertThat(admin.post("/v1/dead/redrive", "{\"destination\":\"crm\",\"rate\":2.5}")
                        .status())
                .isEqualTo(202);
        Job job = jobs.values().iterator().next().job();
        assertThat(job.criteria().destination()).isEqualTo("crm");
        assertThat(job.rate()).isEqualTo(2.5);
    }

    @Test
    void a_dry_run_counts_and_does_nothing() throws Exception {
        AdminFixture.Answer answer = admin.post("/v1/dead/redrive", "{\"all\":true,\"dryRun\":true}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("matched").asInt()).isEqualTo(5);
        assertThat(answer.body().path("skipped").asInt()).isEqualTo(2);
        assertThat(answer.body().path("scanned").asInt()).isEqualTo(9);
        assertThat(answer.body().path("complete").asBoolean()).isTrue();
        assertThat(counted).isNotNull();
        assertThat(jobs).isEmpty();
        assertThat(audited).isEmpty();
    }

    @Test
    void a_replay_names_a_destination_that_there_is_and_a_filter_that_is_one() throws Exception {
        assertThat(admin.post("/v1/replays", "{}").status()).isEqualTo(400);
        assertThat(admin.post("/v1/replays", "{\"destination\":\"gone\"}").status())
                .isEqualTo(404);
        assertThat(admin.post("/v1/replays", "{\"destination\":\"crm\",\"filter\":\"wrong\"}")
                        .detail())
                .contains("it makes no sense");
        assertThat(jobs).isEmpty();

        JsonNode job = admin.post(
                        "/v1/replays",
                        "{\"destination\":\"crm\",\"source\":\"web\",\"since\":\"1h\",\"filter\":\".a\"}")
                .body();
        assertThat(job.path("kind").asText()).isEqualTo("replay");
        assertThat(job.path("since").asText()).isEqualTo("2026-01-31T09:00:00Z");
        assertThat(job.path("filter").asText()).isEqualTo(".a");
        assertThat(audited.toString()).contains("\"replay\"").contains("\"crm\"");
    }

    @Test
    void jobs_are_listed_shown_and_cancelled() throws Exception {
        String id = admin.post("/v1/replays", "{\"destination\":\"crm\"}")
                .body()
                .path("id")
                .asText();
        assertThat(admin.get("/v1/replays").body().at("/items/0/id").asText()).isEqualTo(id);
        assertThat(admin.get("/v1/replays/" + id).body().path("state").asText()).isEqualTo("waiting");
        assertThat(admin.get("/v1/replays/nobody").status()).isEqualTo(404);

        assertThat(admin.delete("/v1/replays/" + id).body().path("state").asText())
                .isEqualTo("cancelled");
        assertThat(jobs.get(id).job().cancelled()).isTrue();
        assertThat(audited.toString()).contains("\"cancel\"");
        assertThat(admin.delete("/v1/replays/nobody").status()).isEqualTo(404);
        jobs.computeIfPresent(id, (i, run) -> new Run(run.job(), run.progress().end(Phase.DONE, null, AT)));
        assertThat(admin.delete("/v1/replays/" + id).status()).isEqualTo(409);
        assertThat(admin.get("/v1/replays/" + id).body().path("endedAt").asText())
                .isEqualTo("2026-01-31T09:59:59Z");
    }

    @Test
    void jobs_are_paged() throws Exception {
        for (String id : List.of("a", "b", "c")) {
            Job job = new Job(id, Job.Kind.REDRIVE, Criteria.ANY, List.of(), null, 0, false, AT, "ann", false);
            jobs.put(id, new Run(job, Progress.WAITING));
        }
        JsonNode first = admin.get("/v1/replays?limit=2").body();
        assertThat(first.path("items")).hasSize(2);
        JsonNode second = admin.get(
                        "/v1/replays?limit=2&cursor=" + first.path("next").asText())
                .body();
        assertThat(second.at("/items/0/id").asText()).isEqualTo("c");
        assertThat(second.has("next")).isFalse();
    }
}
