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
import org.jspecify.annotations.Nullable;

/** Certificates and keys as PEM texts. What is wrong is told when a file is loaded, not when a handshake fails. */
public final class PemRules {
    /** What is expected of a certificate's file. */
    public static final String CERT = "a PEM file with a chain of X.509 certificates";

    /** What is expected of a key's file. Vert.x reads no other kinds, such as Ed25519. */
    public static final String KEY = "a PEM file with a private key (PKCS #8, RSA or EC) that has no password";

    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private PemRules() {}

    /** Adds what is wrong with certificates to trust; null is none, and fine. */
    public static void trust(Checks checks, String pointer, @Nullable String pem) {
        boolean fine = pem == null || !chain(pem).isEmpty();
        checks.hidden(pointer, fine, "holds no certificate that can be read", CERT);
    }

    /**
     * Adds what is wrong with a certificate and its key, be they those of a server or of a client, and never shows either: what
     * the key signs, the certificate must verify.
     */
    public static void pair(Checks checks, String certPointer, String cert, String keyPointer, String key) {
        Collection<? extends Certificate> chain = chain(cert);
        checks.hidden(certPointer, !chain.isEmpty(), "holds no certificate that can be read", CERT);
        boolean locked = key.contains("ENCRYPTED");
        checks.hidden(keyPointer, !locked, "has a password", KEY);
        PrivateKey privateKey = key(key);
        checks.hidden(keyPointer, locked || privateKey != null, "holds no private key that can be read", KEY);
        if (!chain.isEmpty() && privateKey != null) {
            boolean match = match(chain.iterator().next().getPublicKey(), privateKey);
            checks.hidden(keyPointer, match, "is not the key of the first certificate in \"cert\"", "the key of it");
        }
    }

    /** The certificates of a PEM text; empty where there are none, or one of them is broken. */
    private static Collection<? extends Certificate> chain(String pem) {
        try {
            byte[] bytes = pem.getBytes(StandardCharsets.ISO_8859_1);
            return CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes));
        } catch (CertificateException e) {
            return List.of();
        }
    }

    private static @Nullable PrivateKey key(String pem) {
        Matcher block = PKCS8.matcher(pem);
        if (!block.find()) {
            return null;
        }
        byte[] der = bytes(block.group(1));
        PrivateKey rsa = key("RSA", der);
        return rsa == null ? key("EC", der) : rsa;
    }

    private static byte[] bytes(String base64) {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static @Nullable PrivateKey key(String algorithm, byte[] der) {
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
            // Of the other algorithm, or of none: which, the caller finds out.
            return null;
        }
    }

    /** Whether what one signs the other verifies. */
    private static boolean match(PublicKey certified, PrivateKey key) {
        try {
            byte[] probe = {1, 2, 3};
            Signature signature =
                    Signature.getInstance(key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
            signature.initSign(key);
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(probe);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            // One is an RSA key and the other is none.
            return false;
        }
    }
}
