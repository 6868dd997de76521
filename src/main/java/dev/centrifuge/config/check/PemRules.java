package dev.centrifuge.config.check;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What PEM files hold. */
public final class PemRules {

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final byte[] ANYTHING = "centrifuge".getBytes(StandardCharsets.US_ASCII);

    private PemRules() {}

    /** Whether a text holds X.509 certificates. */
    public static boolean certificates(String pem) {
        return !chain(pem).isEmpty();
    }

    /** Whether a text holds a private key by PKCS #8 without a password. */
    public static boolean privateKey(String pem) {
        return KEY.matcher(pem).find();
    }

    /** Whether a key is that of the first certificate: what one signs, the other verifies. */
    public static boolean belong(String certificates, String key) {
        Matcher body = KEY.matcher(key);
        Collection<? extends Certificate> chain = chain(certificates);
        if (chain.isEmpty() || !body.find()) {
            return false;
        }
        PublicKey publicKey = chain.iterator().next().getPublicKey();
        try {
            byte[] der = Base64.getMimeDecoder().decode(body.group(1));
            PrivateKey privateKey =
                    KeyFactory.getInstance(publicKey.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(der));
            return verifies(publicKey, privateKey);
        } catch (GeneralSecurityException | IllegalArgumentException otherKind) {
            return false;
        }
    }

    private static boolean verifies(PublicKey publicKey, PrivateKey privateKey) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(algorithm(publicKey.getAlgorithm()));
        signature.initSign(privateKey);
        signature.update(ANYTHING);
        byte[] signed = signature.sign();
        signature.initVerify(publicKey);
        signature.update(ANYTHING);
        return signature.verify(signed);
    }

    private static String algorithm(String key) {
        return switch (key) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key;
        };
    }

    private static Collection<? extends Certificate> chain(String pem) {
        try {
            CertificateFactory x509 = CertificateFactory.getInstance("X.509");
            return x509.generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (CertificateException e) {
            return List.of();
        }
    }
}
