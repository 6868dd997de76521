package dev.centrifuge.config.check;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.X509Bundle;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PemRulesTest {

    private static X509Bundle certified(Algorithm algorithm) throws Exception {
        return new CertificateBuilder()
                .subject("CN=localhost")
                .setIsCertificateAuthority(true)
                .algorithm(algorithm)
                .buildSelfSigned();
    }

    private static List<String> wrong(X509Bundle certificate, X509Bundle key) {
        Checks checks = new Checks();
        PemRules.pair(checks, "/cert", certificate.getCertificatePEM(), "/key", key.getPrivateKeyPEM());
        try {
            checks.done();
            return List.of();
        } catch (InvalidConfig e) {
            return e.violations().stream().map(Violation::pointer).toList();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"rsa2048", "ecp256", "ecp384"})
    void key_belongsToItsOwnCertificate_only(Algorithm algorithm) throws Exception {
        X509Bundle own = certified(algorithm);
        X509Bundle other = certified(algorithm);

        assertThat(wrong(own, own)).isEmpty();
        assertThat(wrong(own, other)).containsExactly("/key");
    }

    @Test
    void key_belongsToNoCertificateOfAnotherKind() throws Exception {
        assertThat(wrong(certified(Algorithm.rsa2048), certified(Algorithm.ecp256)))
                .containsExactly("/key");
    }

    /** Or it would be told by the server that is to use it, when the old pair is gone. */
    @Test
    void key_thatVertxCannotUse_isRefused() throws Exception {
        X509Bundle pair = certified(Algorithm.ed25519);
        PemKeyCertOptions options = new PemKeyCertOptions()
                .addCertValue(Buffer.buffer(pair.getCertificatePEM()))
                .addKeyValue(Buffer.buffer(pair.getPrivateKeyPEM()));
        Vertx vertx = Vertx.vertx();

        assertThatThrownBy(() -> options.getKeyManagerFactory(vertx)).isInstanceOf(Exception.class);
        vertx.close().await();

        assertThat(wrong(pair, pair)).containsExactly("/key");
    }
}
