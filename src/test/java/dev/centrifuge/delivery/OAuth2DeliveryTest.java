package dev.centrifuge.delivery;

import dev.centrifuge.config.Secret;
import dev.centrifuge.config.outbound.OAuth2;
import dev.centrifuge.config.outbound.OAuth2.ClientAuth;
import dev.centrifuge.delivery.Outcome.Delivered;
import dev.centrifuge.delivery.Outcome.Failed;
import dev.centrifuge.delivery.Outcome.Refused;
import dev.centrifuge.delivery.token.OAuthServer;
import io.vertx.core.http.HttpServerResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Deliveries with a token that is fetched from a server of the test's own. */
class OAuth2DeliveryTest {

    private static final String SECRET = "s3cret c4n4ry+&";

    private final Bench bench = new Bench();
    private final OAuthServer server = new OAuthServer(bench.vertx);

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void burst_fetchesOneToken() {
        Delivery delivery = bench.open(config().concurrency(64).config());

        assertThat(bench.burst(delivery, 64)).allMatch(Delivered.class::isInstance);
        assertThat(bench.burst(delivery, 64)).allMatch(Delivered.class::isInstance);

        assertThat(server.forms).hasSize(1);
        assertThat(server.delivered).hasValue(128);
    }

    @Test
    void request_authenticatesByBasic() {
        bench.send(config().config());

        String pair = "my%3Aclient:s3cret+c4n4ry%2B%26";
        assertThat(server.authorizations)
                .containsExactly(
                        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII)));
        assertThat(server.forms).containsExactly("grant_type=client_credentials&scope=a+b&audience=https%3A%2F%2Fapi");
    }

    @Test
    void request_authenticatesInItsBody_whereToldTo() {
        bench.send(config(ClientAuth.CLIENT_SECRET_POST).config());

        assertThat(server.authorizations).containsExactly("null");
        assertThat(server.forms)
                .containsExactly("grant_type=client_credentials&scope=a+b&audience=https%3A%2F%2Fapi"
                        + "&client_id=my%3Aclient&client_secret=s3cret+c4n4ry%2B%26");
    }

    @Test
    void destinationsOfOneClient_shareItsToken_overAReloadToo() {
        bench.send(config().config());
        bench.send(config().header("x-other", "v").config());

        assertThat(server.forms).hasSize(1);
        assertThat(server.delivered).hasValue(2);
    }

    @Test
    void expiringTokens_areReplaced_withoutARefusal() {
        server.lifeSeconds = 1;
        Delivery delivery = bench.open(config().config());

        await().until(() -> {
            assertThat(bench.send(delivery, Samples.event("m"))).isInstanceOf(Delivered.class);
            return server.issued.get() >= 3;
        });

        assertThat(server.refused).hasValue(0);
    }

    @Test
    void revokedToken_isReplaced_once_forAllThatItWasRefusedTo() {
        Delivery delivery = bench.open(config().concurrency(32).config());
        bench.send(delivery, Samples.event("m"));
        server.revokeAll();

        assertThat(bench.burst(delivery, 32)).allMatch(Delivered.class::isInstance);

        assertThat(server.issued).hasValue(2);
        assertThat(server.refused.get()).isBetween(1, 32);
    }

    @Test
    void refusalOfAFreshToken_isAnAnswerLikeOthers_andItHidesTheToken() {
        Delivery delivery = bench.open(config().config());
        server.prefix = "c4n4ry-token";
        bench.send(delivery, Samples.event("m"));
        server.revokeAll();
        // The destination takes none of them any more.
        server.instead = response -> response.end("{\"access_token\":\"c4n4ry-token-never-valid\"}");

        List<Outcome> outcomes = bench.burst(delivery, 4);

        assertThat(outcomes).allMatch(Refused.class::isInstance);
        assertThat(outcomes).allSatisfy(o -> assertThat(o.answer().excerpt()).isEqualTo("not authorized: Bearer ***"));
        assertThat(server.forms).hasSize(2);
    }

    static Stream<Arguments> troubles() {
        return Stream.of(
                Arguments.of(answer(400, "{\"error\":\"invalid_client\"}"), "answered 400 invalid_client"),
                Arguments.of(answer(500, "c4n4ry"), "answered 500"),
                Arguments.of(
                        (Consumer<HttpServerResponse>) r -> r.setStatusCode(302)
                                .putHeader("location", "/hook")
                                .end(),
                        "answered 302"),
                Arguments.of(answer(200, "c4n4ry"), "did not answer with a JSON object"),
                Arguments.of(answer(200, "x".repeat(70_000)), "answered with more than 65536 bytes"),
                Arguments.of((Consumer<HttpServerResponse>) HttpServerResponse::reset, ": reset"),
                Arguments.of((Consumer<HttpServerResponse>) r -> {}, "did not answer in time"));
    }

    private static Consumer<HttpServerResponse> answer(int status, String body) {
        return response -> response.setStatusCode(status).end(body);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("troubles")
    void endpointInTrouble_isTheDestinationsTrouble(Consumer<HttpServerResponse> trouble, String why) {
        server.instead = trouble;
        Delivery delivery = bench.open(config().timeout(Duration.ofSeconds(3)).config());

        List<Outcome> outcomes = bench.burst(delivery, 8);

        assertThat(outcomes).allSatisfy(outcome -> {
            assertThat(outcome).isInstanceOf(Failed.class);
            assertThat(((Failed) outcome).gateMillis()).isBetween(1L, 1_000L);
            assertThat(outcome.answer().status()).isZero();
            assertThat(outcome.answer().cause()).isEqualTo("token");
            assertThat(outcome.answer().excerpt())
                    .contains("token endpoint")
                    .contains(why)
                    .doesNotContain("c4n4ry");
        });
        assertThat(server.forms).hasSize(1);
        assertThat(server.delivered).hasValue(0);

        server.heal();
        await().until(() -> bench.send(delivery, Samples.event("m")) instanceof Delivered);
    }

    @Test
    void endpointThatAsksForPeace_gatesTheDestination() {
        server.instead = response ->
                response.setStatusCode(429).putHeader("retry-after", "20").end();

        Outcome outcome = bench.send(config().config());

        assertThat(((Failed) outcome).gateMillis()).isBetween(10_000L, 20_000L);
    }

    @Test
    void endpointOnAPrivateAddress_isForbidden_toADestinationThatIs() {
        OAuth2 client = client(URI.create("https://127.0.0.1:1/token"), ClientAuth.CLIENT_SECRET_BASIC);

        Outcome outcome = bench.send(Samples.destination("https://sink.example/")
                .auth(client)
                .guarded()
                .config());

        assertThat(outcome.answer().cause()).isEqualTo("token");
        assertThat(outcome.answer().excerpt()).endsWith("forbidden_address");
    }

    @Test
    void closedDelivery_letsWaitingEventsEnd() {
        server.instead = response -> {};
        Delivery delivery = bench.open(config().config());
        var waiting = bench.start(delivery, Samples.event("m"));
        await().until(() -> server.forms.size() == 1);

        bench.closeDeliveries();

        assertThat(Bench.await(waiting).answer().cause()).isEqualTo("closed");
    }

    private Samples.Destination config() {
        return config(ClientAuth.CLIENT_SECRET_BASIC);
    }

    private Samples.Destination config(ClientAuth clientAuth) {
        return Samples.destination(server.hook()).auth(client(URI.create(server.tokenUrl()), clientAuth));
    }

    private static OAuth2 client(URI tokenUrl, ClientAuth clientAuth) {
        return new OAuth2(
                tokenUrl, "my:client", new Secret(SECRET), List.of("a", "b"), "https://api", clientAuth, null, null);
    }
}
