package dev.centrifuge.delivery;

import com.standardwebhooks.Webhook;
import dev.centrifuge.config.payload.Format;
import dev.centrifuge.config.payload.Payload;
import dev.centrifuge.config.payload.Template;
import dev.centrifuge.jslt.Jslt;
import io.vertx.core.http.HttpServer;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What the other side gets of an event. */
class HttpDeliveryPayloadTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private record Got(String uri, Map<String, List<String>> headers, String body) {
        String header(String name) {
            return String.join("|", headers.getOrDefault(name, List.of()));
        }
    }

    private final Bench bench = new Bench();
    private final ConcurrentLinkedQueue<Got> got = new ConcurrentLinkedQueue<>();
    private String url;

    @BeforeEach
    void listen() {
        HttpServer server = bench.vertx
                .createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    Map<String, List<String>> headers = new HashMap<>();
                    request.headers()
                            .forEach(h -> headers.computeIfAbsent(
                                            h.getKey().toLowerCase(Locale.ROOT), n -> new ArrayList<>())
                                    .add(h.getValue()));
                    got.add(new Got(request.uri(), headers, body.toString()));
                    request.response().end();
                }));
        url = "http://127.0.0.1:" + Bench.await(server.listen(0, "127.0.0.1")).actualPort();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private static Payload payload(Format format, String transform, String target) throws Exception {
        return new Payload(
                format,
                null,
                transform == null ? null : Jslt.compile(transform),
                target == null ? null : Template.parse(target),
                Map.of("X-User", Template.parse("u={.userId}")),
                List.of());
    }

    private Delivery to(Payload payload) {
        return bench.open(Samples.destination(url)
                .header("X-User", "u={.userId}")
                .header("x-own", "o")
                .payload(payload)
                .signedBy(SECRET)
                .config());
    }

    @Test
    void transformed_addressed_and_signed_as_it_is_sent() throws Exception {
        Delivery delivery = to(payload(Format.JSON, "{\"who\": .userId}", "/contacts/{.userId}?v={.v}"));

        Outcome outcome = bench.send(delivery, Samples.event("m-1", "{\"userId\":\"a/b\",\"v\":1}"));

        assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
        Got request = got.remove();
        assertThat(request.uri()).isEqualTo("/contacts/a%2Fb?v=1");
        assertThat(request.body()).isEqualTo("{\"who\":\"a/b\"}");
        assertThat(request.header("content-type")).isEqualTo("application/json");
        assertThat(request.header("x-user")).isEqualTo("u=a/b");
        assertThat(request.header("x-own")).isEqualTo("o");
        new Webhook(SECRET)
                .verify(
                        request.body(),
                        HttpHeaders.of(request.headers(), (n, v) -> true).map());
    }

    @Test
    void the_type_follows_the_format() throws Exception {
        bench.send(to(payload(Format.NDJSON, null, null)), Samples.event("m-1", "{\"userId\":1}"));
        bench.send(to(payload(Format.CLOUDEVENT_BINARY, null, null)), Samples.event("m-2", "{\"userId\":1}"));

        assertThat(got.remove())
                .satisfies(request -> assertThat(request.header("content-type")).isEqualTo("application/x-ndjson"))
                .satisfies(request -> assertThat(request.body()).isEqualTo("{\"userId\":1}\n"));
        assertThat(got.remove())
                .satisfies(request -> assertThat(request.header("content-type")).isEqualTo("application/json"))
                .satisfies(request -> assertThat(request.header("ce-id")).isEqualTo("m-2"))
                .satisfies(request -> assertThat(request.body()).isEqualTo("{\"userId\":1}"));
    }

    @Test
    void nothing_is_sent_of_what_is_dropped_or_unfit() throws Exception {
        Delivery delivery = to(payload(Format.JSON, "if (.bad) error(.bad) else null", null));

        Outcome dropped = bench.send(delivery, Samples.event("m-1", "{\"userId\":1}"));
        Outcome failed = bench.send(delivery, Samples.event("m-2", "{\"userId\":1,\"bad\":\"luck\"}"));
        Outcome nameless = bench.send(delivery, Samples.event("m-3", "{}"));

        assertThat(dropped).isInstanceOf(Outcome.Dropped.class);
        assertThat(failed).isInstanceOf(Outcome.Unfit.class);
        assertThat(failed.answer().cause()).isEqualTo("transform");
        assertThat(failed.answer().excerpt()).contains("luck");
        assertThat(nameless.answer().cause()).isEqualTo("template");
        assertThat(got).isEmpty();
    }

    /** Where requests go is the configuration's alone: whatever fills the path, the connection is the same. */
    @Test
    void an_event_does_not_say_to_whom() throws Exception {
        Delivery delivery = to(payload(Format.JSON, null, "/{.userId}"));

        bench.send(delivery, Samples.event("m-1", "{\"userId\":\"//evil.example/@x:1\"}"));

        assertThat(got.remove())
                .satisfies(request -> assertThat(request.uri()).isEqualTo("/%2F%2Fevil.example%2F%40x%3A1"))
                .satisfies(request -> assertThat(request.header("host")).isEqualTo(url.substring("http://".length())));
    }
}
