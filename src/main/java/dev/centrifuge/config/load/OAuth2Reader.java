package dev.centrifuge.config.load;

import dev.centrifuge.config.outbound.Auth;
import dev.centrifuge.config.outbound.OAuth2;
import dev.centrifuge.config.outbound.OAuth2.ClientAuth;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the member {@code auth} of a destination where its type is {@code oauth2}. */
final class OAuth2Reader {
    private static final List<String> CLIENT_AUTHS = Stream.of(ClientAuth.values())
            .map(method -> method.name().toLowerCase(Locale.ROOT))
            .toList();

    private OAuth2Reader() {}

    static Optional<Auth> read(Fields in) {
        return in.make(() -> {
            in.required("clientId", "the id of this client at the token endpoint");
            return new OAuth2(
                    Urls.required(in, "tokenUrl", "the URL of the token endpoint"),
                    in.text("clientId", "x"),
                    AuthReader.secret(in, "clientSecret"),
                    in.texts("scopes", List.of()),
                    in.optionalText("audience"),
                    clientAuth(in),
                    PemFiles.optional(in, "ca", TrustReader.EXPECTED).orElse(null));
        });
    }

    private static ClientAuth clientAuth(Fields in) {
        String word = in.choice("clientAuth", CLIENT_AUTHS.get(0), CLIENT_AUTHS);
        return ClientAuth.valueOf(word.toUpperCase(Locale.ROOT));
    }
}
