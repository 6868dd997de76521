package dev.centrifuge.config.load;

import dev.centrifuge.ingest.edge.TestCertificate;

/** PEM texts of a certificate and its key. */
final class Pem {
    private Pem() {}

    static String certificate() throws Exception {
        return TestCertificate.shared().tls().chain();
    }

    static String key() throws Exception {
        return TestCertificate.shared().tls().secret().value();
    }
}
