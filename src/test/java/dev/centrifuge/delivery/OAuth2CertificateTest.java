package dev.centrifuge.delivery;

import dev.centrifuge.config.Secret;
import dev.centrifuge.config.outbound.Auth;
import dev.centrifuge.config.outbound.OAuth2;
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
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RFC 8705 against a server that keeps it: {@code /token} gives a token that is bound to the certificate of the request, and
 * {@code /hook} takes it from that certificate only.
 */
class OAuth2CertificateTest {
    private final TestPki pki = TestPki.shared();
    private final Bench bench = new Bench(name -> Future.succeededFuture(List.of(NetUtil.LOCALHOST4)));
    private final ConcurrentLinkedQueue<String> forms = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> authorizations = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void certificate_isTheClientsProof_andItsTokensAreBoundToIt() {
        int port = serve();

        Outcome outcome = send(port, null, OAuth2.ClientAuth.TLS_CLIENT_AUTH, pki.client());

        assertThat(outcome).isInstanceOf(Delivered.class);
        assertThat(forms).containsExactly("grant_type=client_credentials&client_id=c");
        assertThat(authorizations).containsExactly("none", "Bearer " + thumbprint(pki.client()));
    }

    @Test
    void certificate_isShownBesideASecret() {
        int port = serve();

        Outcome outcome = send(port, "s", OAuth2.ClientAuth.CLIENT_SECRET_POST, pki.client());

        assertThat(outcome).isInstanceOf(Delivered.class);
        assertThat(forms).containsExactly("grant_type=client_credentials&client_id=c&client_secret=s");
    }

    @Test
    void clientOfAnotherAuthority_getsNoToken() {
        int port = serve();

        Outcome outcome = send(port, null, OAuth2.ClientAuth.TLS_CLIENT_AUTH, pki.stranger());

        assertThat(outcome).isInstanceOf(Failed.class);
        assertThat(outcome.answer().cause()).isEqualTo("token");
        assertThat(forms).isEmpty();
    }

    /** So the token is bound to what it was asked for with, and the test's server does see to that. */
    @Test
    void withoutTheCertificate_thereIsNoToken() {
        int port = serve();

        Outcome outcome = send(port, "s", OAuth2.ClientAuth.CLIENT_SECRET_POST, null);

        assertThat(outcome.answer().cause()).isEqualTo("token");
        assertThat(outcome.answer().excerpt()).contains("401");
    }

    private Outcome send(int port, @Nullable String secret, OAuth2.ClientAuth clientAuth, @Nullable Pair pair) {
        OAuth2 client = new OAuth2(
                URI.create("https://localhost:" + port + "/token"),
                "c",
                secret == null ? null : new Secret(secret),
                List.of(),
                null,
                clientAuth,
                pki.ca(),
                pair == null ? null : new Auth.Mtls(pair.cert(), new Secret(pair.key())));
        return bench.send(Samples.destination("https://localhost:" + port + "/hook")
                .trusting(pki.ca())
                .timeout(Duration.ofSeconds(50))
                .auth(client)
                .config());
    }

    private int serve() {
        var server = bench.vertx
                .createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setUseAlpn(true)
                        .setKeyCertOptions(pki.server().options())
                        .setClientAuth(ClientAuth.REQUEST)
                        .setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(pki.ca()))))
                .exceptionHandler(e -> {})
                .requestHandler(request -> request.body().onSuccess(body -> answer(request, body.toString())));
        return Bench.await(server.listen(0, "127.0.0.1")).actualPort();
    }

    private void answer(HttpServerRequest request, String body) {
        String given = request.getHeader("authorization");
        authorizations.add(given == null ? "none" : given);
        String shown = shown(request);
        if (request.path().equals("/token") && shown != null) {
            forms.add(body);
            request.response().end("{\"access_token\":\"" + shown + "\",\"token_type\":\"Bearer\"}");
        } else {
            boolean open = shown != null && ("Bearer " + shown).equals(given);
            request.response().setStatusCode(open ? 200 : 401).end();
        }
    }

    private static String thumbprint(Pair pair) {
        return TestPki.thumbprint(pair.cert());
    }

    private static @Nullable String shown(HttpServerRequest request) {
        try {
            return TestPki.thumbprint(request.connection().peerCertificates().get(0));
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }
}
