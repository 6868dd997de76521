package dev.centrifuge.config.load;

import dev.centrifuge.config.outbound.TrustConfig;
import java.util.Optional;

/** Reads the member {@code tls} of a destination. */
final class TrustReader {
    static final String EXPECTED = "a PEM file with certificates of authorities";

    private TrustReader() {}

    static Optional<TrustConfig> read(Fields in) {
        return in.make(() -> new TrustConfig(PemFiles.required(in, "ca", EXPECTED)));
    }
}
