package dev.centrifuge.delivery;

import dev.centrifuge.config.Secret;
import dev.centrifuge.config.outbound.Auth;
import dev.centrifuge.delivery.Outcome.Delivered;
import dev.centrifuge.delivery.Outcome.Failed;
import dev.centrifuge.delivery.Outcome.Gone;
import dev.centrifuge.delivery.Outcome.Refused;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Deliveries to a well-behaved HTTP/1.1 server. */
class HttpDeliveryTest {

    private final Bench bench = new Bench();
    private final ConcurrentLinkedQueue<HttpServerRequest> requests = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> bodies = new ConcurrentLinkedQueue<>();
    private final Set<Object> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void request_hasTheContractsHeaders_andTheBodyAsItIs() {
        String body = "{\"type\":\"track\",\"n\":1.00,\"ü\":\"\\u00fc\"}";
        String url = serve(HttpServerResponse::end) + "/hook?key=v%20w";
        Delivery delivery = bench.open(Samples.destination(url)
                .header("X-Team", "growth")
                .auth(new Auth.Bearer(new Secret("t0ken")))
                .signedBy("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
                .config());

        Outcome outcome = bench.send(delivery, Samples.event("m.1", body));

        HttpServerRequest request = requests.remove();
        MultiMap headers = request.headers();
        assertThat(outcome).isInstanceOf(Delivered.class);
        assertThat(request.method().name()).isEqualTo("POST");
        assertThat(request.uri()).isEqualTo("/hook?key=v%20w");
        assertThat(bodies).containsExactly(body);
        assertThat(headers.get("content-type")).isEqualTo("application/json");
        assertThat(headers.get("host")).isEqualTo(url.substring("http://".length(), url.indexOf("/hook")));
        assertThat(headers.get("user-agent")).matches("centrifuge/\\d+\\.\\d+.*");
        assertThat(headers.get("webhook-id")).isEqualTo("m~2e1");
        assertThat(Long.parseLong(headers.get("webhook-timestamp")) * 1000)
                .isBetween(System.currentTimeMillis() - 20_000, System.currentTimeMillis());
        assertThat(headers.get("webhook-signature")).startsWith("v1,");
        assertThat(headers.get("x-centrifuge-source")).isEqualTo("web");
        assertThat(headers.get("x-centrifuge-attempt")).isEqualTo("1");
        assertThat(headers.get("traceparent")).startsWith("00-0af7651916cd43dd8448eb211c80319c-");
        assertThat(headers.get("x-team")).isEqualTo("growth");
        assertThat(headers.get("authorization")).isEqualTo("Bearer t0ken");
        assertThat(headers.contains("accept-encoding")).isFalse();
        assertThat(headers.names()).allMatch(name -> headers.getAll(name).size() == 1);
    }

    @Test
    void success_hasStatusCauseAndLatency_butNoExcerpt() {
        Outcome outcome = send(response -> response.setStatusCode(202).end("{\"success\":true}"));

        assertThat(outcome).isInstanceOf(Delivered.class);
        assertThat(outcome.answer().status()).isEqualTo(202);
        assertThat(outcome.answer().cause()).isEqualTo("http_202");
        assertThat(outcome.answer().excerpt()).isEmpty();
        assertThat(outcome.answer().latencyNanos()).isPositive();
    }

    @Test
    void clientError_isRefused_withItsFirstBytes() {
        Outcome outcome = send(response -> response.setStatusCode(422).end("no such field: \"x\""));

        assertThat(outcome).isInstanceOf(Refused.class);
        assertThat(outcome.answer().cause()).isEqualTo("http_422");
        assertThat(outcome.answer().excerpt()).isEqualTo("no such field: \"x\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void redirect_isNotFollowed(int status) {
        Outcome outcome = send(response ->
                response.setStatusCode(status).putHeader("location", "/other").end());

        assertThat(outcome).isInstanceOf(Refused.class);
        assertThat(requests).hasSize(1);
    }

    @Test
    void gone_isGone() {
        assertThat(send(response -> response.setStatusCode(410).end())).isInstanceOf(Gone.class);
    }

    @Test
    void retryAfter_gates() {
        assertThat(send(response -> response.setStatusCode(429)
                        .putHeader("retry-after", "7")
                        .end()))
                .isInstanceOfSatisfying(
                        Failed.class, f -> assertThat(f.gateMillis()).isEqualTo(7000));
    }

    @Test
    void retryAfter_asADate_gatesFromNow() {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(90));

        assertThat(send(response -> response.setStatusCode(503)
                        .putHeader("retry-after", date)
                        .end()))
                .isInstanceOfSatisfying(
                        Failed.class, f -> assertThat(f.gateMillis()).isBetween(60_000L, 90_000L));
    }

    @Test
    void oneAfterTheOther_shareAConnection() {
        Delivery delivery = bench.open(destination(HttpServerResponse::end).config());

        for (int i = 0; i < 20; i++) {
            assertThat(bench.send(delivery, Samples.event("m-" + i))).isInstanceOf(Delivered.class);
        }

        assertThat(accepted).hasValue(1);
    }

    @Test
    void atOnce_useAtMostTheDestinationsConcurrency_andNoMoreConnections() {
        AtomicInteger most = new AtomicInteger();
        Delivery delivery = bench.open(destination(response -> {
                    most.accumulateAndGet(connections.size(), Math::max);
                    bench.vertx.setTimer(5, t -> response.end());
                })
                .concurrency(4)
                .config());

        List<Outcome> first = bench.burst(delivery, 4);
        List<Outcome> second = bench.burst(delivery, 8);

        assertThat(first).allMatch(Delivered.class::isInstance);
        assertThat(second).allMatch(Delivered.class::isInstance);
        assertThat(most.get()).isLessThanOrEqualTo(4);
        assertThat(accepted).hasValueLessThanOrEqualTo(4);
    }

    @Test
    void moreThanTwiceTheConcurrency_isBusy() {
        Delivery delivery = bench.open(destination(response -> bench.vertx.setTimer(50, t -> response.end()))
                .concurrency(2)
                .config());

        List<Future<Outcome>> sent = bench.onLoop(() -> IntStream.range(0, 9)
                .mapToObj(i -> delivery.send(new Attempt(Samples.event("m-" + i), 1)))
                .toList());
        List<Outcome> outcomes = sent.stream().map(Bench::await).toList();

        assertThat(outcomes)
                .filteredOn(Failed.class::isInstance)
                .allMatch(o -> o.answer().cause().equals("busy"));
        assertThat(outcomes).filteredOn(Delivered.class::isInstance).hasSize(2);
    }

    @Test
    void connectionClose_isNotUsedAgain() {
        Delivery delivery = bench.open(
                destination(r -> r.putHeader("connection", "close").end()).config());

        for (int i = 0; i < 5; i++) {
            assertThat(bench.send(delivery, Samples.event("m-" + i))).isInstanceOf(Delivered.class);
        }

        assertThat(accepted).hasValue(5);
    }

    @Test
    void serverThatClosesAfterEachAnswer_withoutAWord_isNoFailure() {
        RawServer server = new RawServer(
                bench.vertx,
                socket -> socket.end(
                        io.vertx.core.buffer.Buffer.buffer("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")));
        Delivery delivery = bench.open(Samples.destination(server.url()).config());

        for (int i = 0; i < 20; i++) {
            assertThat(bench.send(delivery, Samples.event("m-" + i))).isInstanceOf(Delivered.class);
        }
    }

    @Test
    void restartedServer_isReachedAgainAtOnce() {
        RawServer server =
                new RawServer(bench.vertx, socket -> socket.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"));
        Delivery delivery = bench.open(Samples.destination(server.url()).config());
        bench.burst(delivery, 8);

        server.open.forEach(socket -> Bench.await(socket.close()));

        assertThat(bench.burst(delivery, 8)).allMatch(Delivered.class::isInstance);
    }

    @Test
    void idleConnection_isClosed_beforeTheServerWould() {
        Delivery delivery = bench.open(
                destination(r -> r.putHeader("keep-alive", "timeout=2").end()).config());

        bench.send(delivery, Samples.event("m"));

        await().untilAsserted(() -> assertThat(connections).isEmpty());
    }

    @Test
    void close_endsIdleConnections_andRefusesAttempts() {
        Delivery delivery = bench.open(destination(HttpServerResponse::end).config());
        bench.send(delivery, Samples.event("m"));

        bench.onLoop(() -> {
            delivery.close();
            return true;
        });

        await().untilAsserted(() -> assertThat(connections).isEmpty());
        assertThat(bench.send(delivery, Samples.event("n")).answer().cause()).isEqualTo("closed");
    }

    @Test
    void close_letsAttemptsEnd() {
        Delivery delivery = bench.open(
                destination(r -> bench.vertx.setTimer(300, t -> r.end())).config());
        Future<Outcome> outcome = bench.start(delivery, Samples.event("m"));
        await().untilAsserted(() -> assertThat(requests).hasSize(1));

        bench.onLoop(() -> {
            delivery.close();
            return true;
        });

        assertThat(Bench.await(outcome)).isInstanceOf(Delivered.class);
        await().untilAsserted(() -> assertThat(connections).isEmpty());
    }

    @Test
    void closeOfAll_endsAttemptsAsFailed() {
        Delivery delivery =
                bench.open(destination(r -> {}).timeout(Duration.ofMinutes(1)).config());
        Future<Outcome> outcome = bench.start(delivery, Samples.event("m"));
        await().untilAsserted(() -> assertThat(requests).hasSize(1));

        bench.closeDeliveries();

        assertThat(Bench.await(outcome).answer().cause()).isEqualTo("closed");
        await().untilAsserted(() -> assertThat(connections).isEmpty());
    }

    private Outcome send(Consumer<HttpServerResponse> answer) {
        return bench.send(destination(answer).config());
    }

    private Samples.Destination destination(Consumer<HttpServerResponse> answer) {
        return Samples.destination(serve(answer) + "/hook");
    }

    private String serve(Consumer<HttpServerResponse> answer) {
        HttpServer server = bench.vertx
                .createHttpServer()
                .connectionHandler(connection -> {
                    accepted.incrementAndGet();
                    connections.add(connection);
                    connection.closeHandler(v -> connections.remove(connection));
                })
                .requestHandler(request -> request.body().onSuccess(body -> {
                    bodies.add(body.toString());
                    requests.add(request);
                    answer.accept(request.response());
                }));
        Bench.await(server.listen(0, "127.0.0.1"));
        return "http://127.0.0.1:" + server.actualPort();
    }
}
