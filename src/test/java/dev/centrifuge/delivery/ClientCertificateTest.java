package dev.centrifuge.delivery;

import dev.centrifuge.config.Secret;
import dev.centrifuge.config.outbound.Auth;
import dev.centrifuge.delivery.Outcome.Delivered;
import dev.centrifuge.delivery.Outcome.Failed;
import dev.centrifuge.delivery.TestPki.Pair;
import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemTrustOptions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Whom a destination trusts, and what it shows of itself, to servers that ask for it. */
class ClientCertificateTest {

    /** With TLS 1.3 the client is done before the server has looked at it: when it learns of that is chance. */
    private static final List<String> REFUSED = List.of("tls", "connect", "reset");

    private final TestPki pki = TestPki.shared();
    private final Bench bench = new Bench(name -> Future.succeededFuture(List.of(NetUtil.LOCALHOST4)));
    private final ConcurrentLinkedQueue<String> clients = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void client_isWhoItsCertificateSays() {
        int port = serve(ClientAuth.REQUIRED);

        Outcome outcome =
                bench.send(to("localhost", port).auth(mtls(pki.client())).config());

        assertThat(outcome).isInstanceOf(Delivered.class);
        assertThat(clients).containsExactly("CN=centrifuge-client");
    }

    @Test
    void clientOfAnotherAuthority_isRefused() {
        int port = serve(ClientAuth.REQUIRED);

        Outcome outcome =
                bench.send(to("localhost", port).auth(mtls(pki.stranger())).config());

        assertThat(outcome).isInstanceOf(Failed.class);
        assertThat(outcome.answer().cause()).isIn(REFUSED);
        assertThat(clients).isEmpty();
    }

    @Test
    void clientWithoutACertificate_isRefused() {
        int port = serve(ClientAuth.REQUIRED);

        assertThat(bench.send(to("localhost", port).config()).answer().cause()).isIn(REFUSED);
        assertThat(clients).isEmpty();
    }

    @Test
    void certificate_isNotShownToOtherDestinations_ofTheSameHost() {
        int port = serve(ClientAuth.REQUEST);
        bench.send(to("localhost", port).auth(mtls(pki.client())).config());

        bench.send(to("localhost", port).config());

        assertThat(clients).containsExactly("CN=centrifuge-client", "nobody");
    }

    @Test
    void renewedCertificate_isShown_whenTheDestinationIsOpenedAnew() {
        int port = serve(ClientAuth.REQUEST, pki.ca(), pki.otherCa());
        bench.send(to("localhost", port).auth(mtls(pki.client())).config());

        Outcome outcome =
                bench.send(to("localhost", port).auth(mtls(pki.stranger())).config());

        assertThat(outcome).isInstanceOf(Delivered.class);
        assertThat(clients).hasSize(2);
    }

    @Test
    void serverOfAnotherAuthority_isTls() {
        int port = serve(ClientAuth.NONE);

        assertThat(cause(destination("localhost", port))).as("the JVM's").isEqualTo("tls");
        assertThat(cause(destination("localhost", port).trusting(pki.otherCa())))
                .isEqualTo("tls");
        assertThat(cause(destination("localhost", port).trusting(pki.otherCa() + pki.ca())))
                .isEqualTo("http_200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "other.example"})
    void nameThatTheCertificateDoesNotHold_isTls_evenWithACaOfOurOwn(String host) {
        int port = serve(ClientAuth.NONE);

        assertThat(cause(to(host, port))).isEqualTo("tls");
        assertThat(clients).isEmpty();
    }

    private String cause(Samples.Destination destination) {
        return bench.send(destination.config()).answer().cause();
    }

    private Samples.Destination to(String host, int port) {
        return destination(host, port).trusting(pki.ca());
    }

    /** With time for the first handshakes of a JVM. */
    private static Samples.Destination destination(String host, int port) {
        return Samples.destination("https://" + host + ":" + port + "/hook").timeout(Duration.ofSeconds(50));
    }

    private static Auth mtls(Pair pair) {
        return new Auth.Mtls(pair.cert(), new Secret(pair.key()));
    }

    private int serve(ClientAuth clientAuth) {
        return serve(clientAuth, pki.ca());
    }

    private int serve(ClientAuth clientAuth, String... trusted) {
        PemTrustOptions trust = new PemTrustOptions();
        for (String ca : trusted) {
            trust.addCertValue(Buffer.buffer(ca));
        }
        var server = bench.vertx
                .createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setUseAlpn(true)
                        .setKeyCertOptions(pki.server().options())
                        .setClientAuth(clientAuth)
                        .setTrustOptions(trust))
                .exceptionHandler(e -> {})
                .requestHandler(request -> {
                    clients.add(client(request));
                    request.response().end();
                });
        return Bench.await(server.listen(0, "127.0.0.1")).actualPort();
    }

    private static String client(HttpServerRequest request) {
        try {
            var shown =
                    (X509Certificate) request.connection().peerCertificates().get(0);
            return shown.getSubjectX500Principal().getName();
        } catch (SSLPeerUnverifiedException e) {
            return "nobody";
        }
    }
}
