package dev.centrifuge.config.check;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class PemRulesTest {

    private static X509Bundle certified(Algorithm algorithm) throws Exception {
        return new CertificateBuilder()
                .subject("CN=localhost")
                .setIsCertificateAuthority(true)
                .algorithm(algorithm)
                .buildSelfSigned();
    }

    @ParameterizedTest
    @EnumSource(names = {"rsa2048", "ecp256", "ed25519"})
    void key_belongsToItsOwnCertificate_only(Algorithm algorithm) throws Exception {
        X509Bundle own = certified(algorithm);
        X509Bundle other = certified(algorithm);

        assertThat(PemRules.belong(own.getCertificatePEM(), own.getPrivateKeyPEM()))
                .isTrue();
        assertThat(PemRules.belong(own.getCertificatePEM(), other.getPrivateKeyPEM()))
                .isFalse();
    }
}
