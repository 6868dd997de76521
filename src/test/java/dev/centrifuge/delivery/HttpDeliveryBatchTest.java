package dev.centrifuge.delivery;

import com.standardwebhooks.Webhook;
import dev.centrifuge.config.payload.Format;
import dev.centrifuge.config.payload.Payload;
import dev.centrifuge.event.Event;
import dev.centrifuge.jslt.Jslt;
import io.vertx.core.http.HttpServer;
import java.net.http.HttpHeaders;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Several events in one request. */
class HttpDeliveryBatchTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final List<Event> THREE = List.of(event("a"), event("b"), event("c"));

    private record Got(Map<String, List<String>> headers, String body) {
        String header(String name) {
            return String.join("|", headers.getOrDefault(name, List.of()));
        }
    }

    private final Bench bench = new Bench();
    private final ConcurrentLinkedQueue<Got> got = new ConcurrentLinkedQueue<>();
    private String answer = "{}";
    private String url;

    private static Event event(String id) {
        return Samples.event(id, "{\"id\":\"" + id + "\"}");
    }

    @BeforeEach
    void listen() {
        HttpServer server = bench.vertx
                .createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    Map<String, List<String>> headers = new HashMap<>();
                    request.headers()
                            .forEach(h -> headers.put(h.getKey().toLowerCase(Locale.ROOT), List.of(h.getValue())));
                    got.add(new Got(headers, body.toString()));
                    request.response().end(answer);
                }));
        url = "http://127.0.0.1:" + Bench.await(server.listen(0, "127.0.0.1")).actualPort();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private Delivery to(Format format, String transform, boolean results) throws Exception {
        Jslt jslt = transform == null ? null : Jslt.compile(transform);
        return bench.open(Samples.destination(url)
                .payload(new Payload(format, null, jslt, null, Map.of(), List.of()))
                .batched(results)
                .signedBy(SECRET)
                .config());
    }

    @Test
    void batch_isOneBody_signedAsAWhole_withAnIdOfItsOwn() throws Exception {
        Delivery delivery = to(Format.JSON, null, false);
        assertThat(bench.send(delivery, THREE)).isInstanceOf(Outcome.Delivered.class);
        assertThat(bench.send(delivery, THREE)).isInstanceOf(Outcome.Delivered.class);
        assertThat(bench.send(delivery, THREE.subList(0, 2))).isInstanceOf(Outcome.Delivered.class);

        Got first = got.remove();
        assertThat(first.body()).isEqualTo("[{\"id\":\"a\"},{\"id\":\"b\"},{\"id\":\"c\"}]");
        assertThat(first.header("webhook-id")).matches("batch-[0-9a-f]{32}");
        new Webhook(SECRET).verify(first.body(), HttpHeaders.of(first.headers(), (n, v) -> true));
        assertThat(got.remove().header("webhook-id")).isEqualTo(first.header("webhook-id"));
        assertThat(got.remove().header("webhook-id")).isNotEqualTo(first.header("webhook-id"));
    }

    @Test
    void batchOfOne_isAnArrayToo_withTheIdOfItsEvent() throws Exception {
        bench.send(to(Format.JSON, null, false), event("a"));
        Got one = got.remove();
        assertThat(one.body()).isEqualTo("[{\"id\":\"a\"}]");
        assertThat(one.header("webhook-id")).isEqualTo("a");
    }

    @Test
    void lines_and_cloudEvents_haveTheirTypes() throws Exception {
        bench.send(to(Format.NDJSON, null, false), THREE);
        Got lines = got.remove();
        assertThat(lines.body()).isEqualTo("{\"id\":\"a\"}\n{\"id\":\"b\"}\n{\"id\":\"c\"}\n");
        assertThat(lines.header("content-type")).isEqualTo("application/x-ndjson");
        bench.send(to(Format.CLOUDEVENT, null, false), THREE);
        assertThat(got.remove().header("content-type")).isEqualTo("application/cloudevents-batch+json");
    }

    /** One that the transform cannot take, and one that it makes nothing of, do not hold up the third. */
    @Test
    void whatCannotBeSent_isToldByItsPlace() throws Exception {
        Delivery delivery =
                to(Format.JSON_ARRAY, "if (.id == \"a\") error(\"no\") else if (.id == \"b\") null else .", false);
        Outcome outcome = bench.send(delivery, THREE);
        assertThat(got.remove().body()).isEqualTo("[{\"id\":\"c\"}]");
        Outcome.Partly partly = (Outcome.Partly) outcome;
        assertThat(partly.sent()).isTrue();
        assertThat(partly.others()).containsOnlyKeys(0, 1);
        assertThat(partly.others().get(0)).isInstanceOf(Outcome.Unfit.class);
        assertThat(partly.others().get(1)).isInstanceOf(Outcome.Dropped.class);

        Outcome.Partly nothing = (Outcome.Partly) bench.send(delivery, THREE.subList(0, 2));
        assertThat(nothing.sent()).isFalse();
        assertThat(nothing.others()).containsOnlyKeys(0, 1);
        assertThat(got).isEmpty();
    }

    @Test
    void rejectedItems_areToldByTheirPlace_whereAnswersAreRead() throws Exception {
        answer =
                "{\"accepted\":1,\"rejected\":[{\"index\":1,\"reason\":\"no such user\"},{\"index\":7},{\"index\":\"x\"}]}";
        Outcome.Partly partly =
                (Outcome.Partly) bench.send(to(Format.JSON_ARRAY, "if (.id == \"a\") null else .", true), THREE);
        assertThat(partly.others()).containsOnlyKeys(0, 2);
        assertThat(partly.others().get(2)).isInstanceOf(Outcome.Refused.class);
        assertThat(partly.others().get(2).answer().cause()).isEqualTo("item_rejected");
        assertThat(partly.others().get(2).answer().excerpt()).isEqualTo("no such user");

        answer = "{\"rejected\":[{\"index\":0}]}";
        assertThat(bench.send(to(Format.JSON, null, true), event("a"))).isInstanceOf(Outcome.Refused.class);
        answer = "not JSON";
        assertThat(bench.send(to(Format.JSON, null, true), THREE)).isInstanceOf(Outcome.Delivered.class);
        answer = "{\"rejected\":[{\"index\":0}]}";
        assertThat(bench.send(to(Format.JSON, null, false), THREE)).isInstanceOf(Outcome.Delivered.class);
    }
}
