package dev.centrifuge.admin.http;

import dev.centrifuge.admin.AdminFixture;
import dev.centrifuge.admin.AdminFixture.Answer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ApiTest {
    private AdminFixture admin;

    @BeforeEach
    void open() throws Exception {
        admin = new AdminFixture(api -> {
            api.get("/v1/things", Set.of("limit", "since", "all", "over", "text"), ApiTest::list);
            api.get("/v1/things/:id", Set.of(), call -> ok(call.path("id")));
            api.post(
                    "/v1/things/:id",
                    Set.of(),
                    call -> ok(call.body().path("name").asText() + " by " + call.operator()));
            api.delete(
                    "/v1/things/:id",
                    Set.of(),
                    call -> Future.failedFuture(Problem.conflict("it is in use").refusal()));
            api.get("/v1/elsewhere", Set.of(), call -> {
                Promise<String> where = Promise.promise();
                new Thread(() -> where.complete("done"), "elsewhere").start();
                Thread asked = Thread.currentThread();
                return Here.back(where.future()).map(done -> Reply.ok(Map.of("was", Thread.currentThread() == asked)));
            });
            api.get("/v1/broken", Set.of(), call -> Future.failedFuture(new IllegalStateException("a secret")));
        });
    }

    @AfterEach
    void close() throws Exception {
        admin.close();
    }

    private static Future<Reply> list(Call call) {
        return ok(List.of(
                call.number("limit", 50, 1, 100),
                String.valueOf(call.time("since")),
                call.flag("all"),
                call.span("over", Duration.ofMinutes(10)).toString(),
                String.valueOf(call.text("text"))));
    }

    private static Future<Reply> ok(Object what) {
        return Future.succeededFuture(Reply.ok(Map.of("was", what)));
    }

    private String was(String path) throws Exception {
        Answer answer = admin.get(path);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        return answer.body().path("was").toString();
    }

    @Test
    void what_others_complete_is_worked_on_where_it_was_asked() throws Exception {
        assertThat(was("/v1/elsewhere")).isEqualTo("true");
    }

    @Test
    void parameters_that_are_absent_have_their_defaults() throws Exception {
        assertThat(was("/v1/things")).isEqualTo("[50,\"null\",false,\"PT10M\",\"null\"]");
    }

    @Test
    void parameters_that_are_given_are_taken() throws Exception {
        assertThat(was("/v1/things?limit=7&since=2h&all&over=24h&text=a%20b"))
                .isEqualTo("[7,\"2026-01-31T08:00:00Z\",true,\"PT24H\",\"a b\"]");
        assertThat(was("/v1/things?since=2026-01-30T00:00:00Z&all=false")).contains("2026-01-30T00:00:00Z", "false");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limit=0|limit is a whole number from 1 to 100",
                "limit=x|limit is a whole number",
                "limit=1&limit=2|limit is given more than once",
                "since=yesterday|since is a time such as",
                "over=long|over is a span of time",
                "all=perhaps|all is true or false",
                "limits=3|there is no such parameter; there are all, limit, over, since, text"
            })
    void parameters_that_are_wrong_are_refused_by_name(String query, String told) throws Exception {
        Answer answer = admin.get("/v1/things?" + query);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.detail()).startsWith(told);
        assertThat(answer.response().headers().firstValue("content-type")).contains("application/problem+json");
    }

    @Test
    void parts_of_the_path_are_decoded() throws Exception {
        assertThat(was("/v1/things/a%2Fb")).isEqualTo("\"a/b\"");
    }

    @Test
    void body_is_read_and_the_operator_named() throws Exception {
        assertThat(admin.post("/v1/things/1", "{\"name\":\"x\"}")
                        .body()
                        .path("was")
                        .asText())
                .isEqualTo("x by operator from 127.0.0.1");
        HttpRequest.Builder named = HttpRequest.newBuilder(admin.url("/v1/things/1"))
                .header("x-centrifuge-operator", "Ada")
                .POST(BodyPublishers.noBody());
        assertThat(admin.send(named).body().path("was").asText()).isEqualTo(" by Ada from 127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1]", "{", "7", "{} {}"})
    void body_that_is_no_object_is_refused(String body) throws Exception {
        assertThat(admin.post("/v1/things/1", body).status()).isEqualTo(400);
    }

    @Test
    void body_of_a_client_that_names_no_type_is_json() throws Exception {
        HttpRequest.Builder silent =
                HttpRequest.newBuilder(admin.url("/v1/things/1")).POST(BodyPublishers.ofString("{\"name\":\"x\"}"));
        assertThat(admin.send(silent).status()).isEqualTo(200);
        HttpRequest.Builder curl = silent.header("content-type", "application/x-www-form-urlencoded");
        assertThat(admin.send(curl).status()).isEqualTo(200);
        // A page of another site is told from them by what its browser adds.
        assertThat(admin.send(curl.header("origin", "http://elsewhere.example")).status())
                .isEqualTo(403);
    }

    @Test
    void body_of_another_type_or_too_large_is_refused() throws Exception {
        HttpRequest.Builder form = HttpRequest.newBuilder(admin.url("/v1/things/1"))
                .header("content-type", "text/plain")
                .POST(BodyPublishers.ofString("{}"));
        assertThat(admin.send(form).status()).isEqualTo(415);
        assertThat(admin.post("/v1/things/1", "{\"name\":\"" + "x".repeat(70_000) + "\"}")
                        .status())
                .isEqualTo(413);
    }

    @Test
    void methods_that_a_path_lacks_are_refused_with_those_it_has() throws Exception {
        Answer answer = admin.delete("/v1/things");
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.response().headers().firstValue("allow")).contains("GET, HEAD");
        HttpRequest.Builder put =
                HttpRequest.newBuilder(admin.url("/v1/things/1")).PUT(BodyPublishers.noBody());
        assertThat(admin.send(put).response().headers().firstValue("allow")).contains("DELETE, GET, HEAD, POST");
    }

    @Test
    void failures_are_problems_and_bugs_tell_nothing() throws Exception {
        assertThat(admin.delete("/v1/things/1").status()).isEqualTo(409);
        assertThat(admin.delete("/v1/things/1").detail()).isEqualTo("it is in use");
        Answer broken = admin.get("/v1/broken");
        assertThat(broken.status()).isEqualTo(500);
        assertThat(broken.body().toString()).doesNotContain("secret");
    }
}
