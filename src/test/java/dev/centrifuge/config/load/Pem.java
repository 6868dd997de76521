package dev.centrifuge.config.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** PEM texts. The certificate is not of this key: only somebody who serves TLS with them could tell. */
final class Pem {
    private Pem() {}

    static String certificate() throws IOException {
        return Files.readString(Path.of("src/test/resources/config/tls/cert.pem"));
    }

    static String key() throws NoSuchAlgorithmException {
        byte[] key = KeyPairGenerator.getInstance("EC")
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        String text = Base64.getMimeEncoder().encodeToString(key);
        return "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n";
    }
}
