package dev.centrifuge.config.load;

import dev.centrifuge.config.IngestConfig.TlsConfig;
import dev.centrifuge.config.files.FileReads;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Optional;

/** Reads the member {@code tls} of {@code ingest}: both files must hold what they are said to hold. */
final class TlsReader {
    private static final String CERT = "a PEM file with a chain of X.509 certificates";
    private static final String KEY = "a PEM file with a private key (PKCS #8) that has no password";

    private TlsReader() {}

    static Optional<TlsConfig> read(Fields in) {
        in.required("cert", CERT);
        in.required("key", KEY);
        return in.make(() -> {
                    Optional<Path> cert = Paths.beside(in, "cert");
                    Optional<Path> key = Paths.beside(in, "key");
                    cert.ifPresent(file -> check(in, "cert", file, CERT));
                    key.ifPresent(file -> check(in, "key", file, KEY));
                    return cert.flatMap(c -> key.map(k -> new TlsConfig(c, k)));
                })
                .flatMap(tls -> tls);
    }

    private static void check(Fields in, String key, Path file, String expected) {
        try {
            byte[] pem = in.document().reads().read(file);
            boolean fine = key.equals("cert") ? certificates(pem) : privateKey(pem);
            if (!fine) {
                in.error(key, in.show(key) + " holds something else", expected);
            }
        } catch (IOException e) {
            in.error(key, in.show(key) + " " + FileReads.reason(e), expected);
        }
    }

    private static boolean certificates(byte[] pem) {
        try {
            CertificateFactory x509 = CertificateFactory.getInstance("X.509");
            return !x509.generateCertificates(new ByteArrayInputStream(pem)).isEmpty();
        } catch (CertificateException e) {
            return false;
        }
    }

    private static boolean privateKey(byte[] pem) {
        String text = new String(pem, StandardCharsets.ISO_8859_1);
        return text.contains("-----BEGIN PRIVATE KEY-----");
    }
}
