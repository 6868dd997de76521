package dev.centrifuge.delivery;

import dev.centrifuge.config.Secret;
import dev.centrifuge.config.outbound.OAuth2;
import dev.centrifuge.config.outbound.ProxyConfig;
import dev.centrifuge.config.outbound.ProxyConfig.Resolve;
import dev.centrifuge.delivery.Outcome.Delivered;
import dev.centrifuge.delivery.token.OAuthServer;
import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.ClientSSLOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Deliveries through a proxy, and around one that nobody configured. */
class ProxyDeliveryTest {

    private final Vertx servers = Vertx.vertx();
    private final ConnectProxy proxy = new ConnectProxy(servers);
    private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
    private final RawServer server =
            new RawServer(servers, socket -> socket.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"));
    private final Bench bench = bench(null);

    private Bench bench(ProxyConfig gatewayProxy) {
        return new Bench(
                name -> {
                    asked.add(name);
                    return Future.succeededFuture(List.of(NetUtil.LOCALHOST4));
                },
                new ClientSSLOptions(),
                gatewayProxy);
    }

    @AfterEach
    void close() {
        bench.close();
        Bench.await(servers.close());
    }

    @Test
    void plainHttp_goesThroughATunnel_toTheAddressThatWasChecked() {
        assertThat(bench.send(to("sink.example").through(at(Resolve.LOCAL)).config()))
                .isInstanceOf(Delivered.class);

        assertThat(proxy.heads)
                .singleElement()
                .asString()
                .startsWith("CONNECT 127.0.0.1:" + port() + " HTTP/1.1\r\n")
                .doesNotContainIgnoringCase("proxy-authorization");
        assertThat(server.requests).hasValue(1);
    }

    @Test
    void name_isToldToTheProxy_whereItResolves() {
        assertThat(bench.send(to("sink.example").through(at(Resolve.PROXY)).config()))
                .isInstanceOf(Delivered.class);

        assertThat(proxy.heads).singleElement().asString().startsWith("CONNECT sink.example:" + port() + " HTTP/1.1");
        assertThat(asked).isEmpty();
    }

    @Test
    void tunnel_isKept_forOneDestination() {
        Delivery delivery =
                bench.open(to("sink.example").through(at(Resolve.LOCAL)).config());
        for (int i = 0; i < 5; i++) {
            assertThat(bench.send(delivery, Samples.event("m-" + i))).isInstanceOf(Delivered.class);
        }

        assertThat(proxy.accepted).hasValue(1);
    }

    @Test
    void tls_endsAtTheDestination_withHttp2() {
        TestPki pki = TestPki.shared();
        ConcurrentLinkedQueue<HttpVersion> versions = new ConcurrentLinkedQueue<>();
        var https = servers.createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setUseAlpn(true)
                        .setKeyCertOptions(pki.server().options()))
                .requestHandler(request -> {
                    versions.add(request.version());
                    request.response().end();
                });
        int port = Bench.await(https.listen(0, "127.0.0.1")).actualPort();
        Samples.Destination right =
                Samples.destination("https://sink.example:" + port + "/").timeout(Duration.ofSeconds(50));
        Samples.Destination wrong = Samples.destination("https://other.example:" + port + "/");

        assertThat(bench.send(
                        right.trusting(pki.ca()).through(at(Resolve.LOCAL)).config()))
                .isInstanceOf(Delivered.class);
        assertThat(bench.send(wrong.trusting(pki.ca())
                                .through(at(Resolve.LOCAL))
                                .config())
                        .answer()
                        .cause())
                .isEqualTo("tls");
        assertThat(versions).containsExactly(HttpVersion.HTTP_2);
        assertThat(proxy.accepted).hasValue(2);
    }

    @Test
    void credentials_goToTheProxyOnly() {
        ProxyConfig known = new ProxyConfig(true, proxy.url(), "jo", new Secret("pass"), Resolve.LOCAL);

        bench.send(to("sink.example").through(known).config());

        assertThat(proxy.heads)
                .singleElement()
                .asString()
                .containsIgnoringCase("proxy-authorization: Basic am86cGFzcw==");
        assertThat(server.requests).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"403 Forbidden", "407 Proxy Authentication Required", "502 Bad Gateway"})
    void refusalOfTheProxy_isProxy(String status) {
        proxy.refusal = "HTTP/1.1 " + status + "\r\ncontent-length: 0\r\n\r\n";

        Outcome outcome =
                bench.send(to("sink.example").through(at(Resolve.LOCAL)).config());

        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        assertThat(outcome.answer().cause()).isEqualTo("proxy");
        assertThat(server.accepted).hasValue(0);
    }

    @Test
    void ownProxyOnAPrivateAddress_isForbidden_toADestinationThatIs() {
        Outcome outcome = bench.send(
                to("sink.example").through(at(Resolve.PROXY)).guarded().config());

        assertThat(outcome.answer().cause()).isEqualTo("forbidden_address");
        assertThat(proxy.accepted).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "sink.example", "[::1]"})
    void privateDestination_isForbidden_throughTheGatewaysProxyToo(String host) {
        try (Bench proxied = bench(at(Resolve.LOCAL))) {
            Outcome outcome = proxied.send(to(host).guarded().config());

            assertThat(outcome.answer().cause()).isEqualTo("forbidden_address");
            assertThat(proxy.accepted).hasValue(0);
        }
    }

    @Test
    void writtenOutAddress_isChecked_evenWhereTheProxyResolves() {
        try (Bench proxied = bench(at(Resolve.PROXY))) {
            assertThat(proxied.send(to("127.0.0.1").guarded().config()).answer().cause())
                    .isEqualTo("forbidden_address");
            assertThat(proxied.send(to("sink.example").guarded().config())
                            .answer()
                            .cause())
                    .isEqualTo("http_200");
            assertThat(proxy.heads).hasSize(1);
        }
    }

    @Test
    void gatewaysProxy_isNotUsed_whereADestinationSaysSo() {
        try (Bench proxied = bench(at(Resolve.LOCAL))) {
            ProxyConfig none = new ProxyConfig(false, null, null, null, Resolve.LOCAL);

            assertThat(proxied.send(to("sink.example").through(none).config())).isInstanceOf(Delivered.class);
            assertThat(proxy.accepted).hasValue(0);
        }
    }

    @Test
    void proxyOfTheEnvironment_isIgnored() {
        System.setProperty("http.proxyHost", "127.0.0.1");
        System.setProperty("http.proxyPort", Integer.toString(proxy.url().getPort()));
        System.setProperty("java.net.useSystemProxies", "true");
        try (Bench another = bench(null)) {
            assertThat(another.send(to("sink.example").config())).isInstanceOf(Delivered.class);
            assertThat(proxy.accepted).hasValue(0);
        } finally {
            System.clearProperty("http.proxyHost");
            System.clearProperty("http.proxyPort");
            System.clearProperty("java.net.useSystemProxies");
        }
    }

    @Test
    void tokens_areFetchedThroughTheProxyToo() {
        OAuthServer oauth = new OAuthServer(servers);
        OAuth2 client = new OAuth2(
                URI.create(oauth.tokenUrl()),
                "c",
                new Secret("s"),
                List.of(),
                null,
                OAuth2.ClientAuth.CLIENT_SECRET_BASIC,
                null,
                null);

        bench.send(Samples.destination(oauth.hook())
                .auth(client)
                .through(at(Resolve.LOCAL))
                .config());

        assertThat(oauth.delivered).hasValue(1);
        assertThat(proxy.heads).hasSize(2);
    }

    private ProxyConfig at(Resolve resolve) {
        return new ProxyConfig(true, proxy.url(), null, null, resolve);
    }

    private Samples.Destination to(String host) {
        return Samples.destination("http://" + host + ":" + port() + "/hook");
    }

    private int port() {
        return URI.create(server.url()).getPort();
    }
}
