package dev.centrifuge.config.load;

import dev.centrifuge.config.document.Fields;
import dev.centrifuge.config.document.Paths;
import dev.centrifuge.config.outbound.ProxyConfig;
import dev.centrifuge.config.outbound.ProxyConfig.Resolve;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the member {@code proxy} of a destination or of the gateway. */
final class ProxyReader {
    private static final List<String> RESOLVERS = List.of("local", "proxy");

    private ProxyReader() {}

    static Optional<ProxyConfig> read(Fields in) {
        return in.make(() -> new ProxyConfig(
                in.flag("enabled", true),
                in.has("url") ? Paths.url(in, "url") : null,
                in.optionalText("username"),
                in.secret("password").orElse(null),
                Resolve.valueOf(in.choice("resolve", "local", RESOLVERS).toUpperCase(Locale.ROOT))));
    }
}
