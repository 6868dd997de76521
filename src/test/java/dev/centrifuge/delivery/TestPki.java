package dev.centrifuge.delivery;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * An authority, a server's certificate for {@code localhost} and a client's, and another authority that nobody trusts with
 * a client of its own. Made anew in each run: no certificate expires in the repository.
 *
 * @param ca PEM
 */
public record TestPki(String ca, Pair server, Pair client, String otherCa, Pair stranger) {

    private static @Nullable TestPki shared;

    /** PEM texts: a certificate and its private key. */
    public record Pair(String cert, String key) {

        public PemKeyCertOptions options() {
            return new PemKeyCertOptions().addCertValue(Buffer.buffer(cert)).addKeyValue(Buffer.buffer(key));
        }

        private static Pair of(X509Bundle bundle) {
            return new Pair(bundle.getCertificatePathPEM(), bundle.getPrivateKeyPEM());
        }
    }

    /** One for the whole run of tests. */
    public static synchronized TestPki shared() {
        TestPki pki = shared;
        if (pki == null) {
            try {
                pki = make();
            } catch (Exception e) {
                throw new AssertionError("no certificates", e);
            }
            shared = pki;
        }
        return pki;
    }

    /** Of the first certificate of a PEM text. */
    public static String thumbprint(String pem) {
        try {
            return thumbprint(CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))));
        } catch (CertificateException e) {
            throw new AssertionError(e);
        }
    }

    /** The hexadecimal SHA-256 of a certificate. */
    public static String thumbprint(Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static TestPki make() throws Exception {
        X509Bundle ca = authority("CN=ca.example");
        X509Bundle other = authority("CN=other.example");
        X509Bundle server = new CertificateBuilder()
                .ecp256()
                .subject("CN=localhost")
                .addSanDnsName("localhost")
                .addSanDnsName("sink.example")
                .addExtendedKeyUsageServerAuth()
                .buildIssuedBy(ca);
        return new TestPki(
                ca.getCertificatePEM(),
                Pair.of(server),
                Pair.of(client(ca)),
                other.getCertificatePEM(),
                Pair.of(client(other)));
    }

    private static X509Bundle authority(String subject) throws Exception {
        return new CertificateBuilder()
                .ecp256()
                .subject(subject)
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
    }

    private static X509Bundle client(X509Bundle issuer) throws Exception {
        return new CertificateBuilder()
                .rsa2048()
                .subject("CN=centrifuge-client")
                .addExtendedKeyUsageClientAuth()
                .buildIssuedBy(issuer);
    }
}
