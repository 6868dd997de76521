package dev.centrifuge.config.load;

import dev.centrifuge.config.IngestConfig.TlsConfig;
import dev.centrifuge.config.Secret;
import dev.centrifuge.config.check.Checks;
import dev.centrifuge.config.check.PemRules;
import dev.centrifuge.config.document.Fields;
import dev.centrifuge.config.document.Paths;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the member {@code tls} of {@code ingest}: both files must hold what they are said to hold, and belong together. */
final class TlsReader {
    private TlsReader() {}

    static Optional<TlsConfig> read(Fields in) {
        return in.make(() -> {
                    String chain = Paths.requiredPem(in, "cert", PemRules.CERT);
                    String secret = Paths.requiredPem(in, "key", PemRules.KEY);
                    Optional<Path> cert = Paths.beside(in, "cert");
                    Optional<Path> key = Paths.beside(in, "key");
                    if (!chain.isEmpty() && !secret.isEmpty()) {
                        Checks checks = new Checks();
                        PemRules.pair(checks, "/cert", chain, "/key", secret);
                        checks.done();
                    }
                    return cert.flatMap(c -> key.map(k -> new TlsConfig(c, k, chain, new Secret(secret))));
                })
                .flatMap(tls -> tls);
    }
}
