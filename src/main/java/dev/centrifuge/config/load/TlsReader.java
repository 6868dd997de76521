package dev.centrifuge.config.load;

import dev.centrifuge.config.IngestConfig.TlsConfig;
import dev.centrifuge.config.Secret;
import dev.centrifuge.config.check.PemRules;
import dev.centrifuge.config.files.FileReads;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the member {@code tls} of {@code ingest}: both files must hold what they are said to hold, and belong together. */
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
                    String chain =
                            cert.map(file -> text(in, "cert", file, CERT)).orElse("");
                    String secret = key.map(file -> text(in, "key", file, KEY)).orElse("");
                    if (!chain.isEmpty() && !secret.isEmpty() && !PemRules.belong(chain, secret)) {
                        in.error("key", in.show("key") + " is not the key of the certificate", KEY);
                    }
                    return cert.flatMap(c -> key.map(k -> new TlsConfig(c, k, chain, new Secret(secret))));
                })
                .flatMap(tls -> tls);
    }

    /** The file's text; empty where it is reported. */
    private static String text(Fields in, String key, Path file, String expected) {
        try {
            String pem = new String(in.document().reads().read(file), StandardCharsets.ISO_8859_1);
            if (key.equals("cert") ? PemRules.certificates(pem) : PemRules.privateKey(pem)) {
                return pem;
            }
            in.error(key, in.show(key) + " holds something else", expected);
        } catch (IOException e) {
            in.error(key, in.show(key) + " " + FileReads.reason(e), expected);
        }
        return "";
    }
}
