package dev.centrifuge.config.load;

import dev.centrifuge.config.Secret;
import dev.centrifuge.config.check.PemRules;
import dev.centrifuge.config.document.Fields;
import dev.centrifuge.config.document.Paths;
import dev.centrifuge.config.outbound.Auth;
import dev.centrifuge.config.outbound.OAuth2;
import dev.centrifuge.config.outbound.OAuth2.ClientAuth;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the member {@code auth} of a destination. */
final class AuthReader {
    private static final List<String> TYPES = List.of("bearer", "basic", "header", "oauth2", "mtls");

    private static final List<String> CLIENT_AUTHS = Stream.of(ClientAuth.values())
            .map(method -> method.name().toLowerCase(Locale.ROOT))
            .toList();

    private AuthReader() {}

    static Optional<Auth> read(Fields in) {
        in.required("type", String.join(", ", TYPES));
        // Other keys depend on the type, so an unknown one ends the reading.
        return switch (in.choice("type", "", TYPES)) {
            case "bearer" -> in.make(() -> new Auth.Bearer(secret(in, "token")));
            case "basic" ->
                in.make(() -> {
                    in.required("username", "a user name");
                    return new Auth.Basic(in.text("username", "x"), secret(in, "password"));
                });
            case "header" ->
                in.make(() -> {
                    in.required("name", "the header's name");
                    return new Auth.Header(in.text("name", "x"), secret(in, "value"));
                });
            case "oauth2" -> oauth2(in);
            case "mtls" -> in.make(() -> certificate(in));
            default -> Optional.empty();
        };
    }

    /** An error stands for the secret that is missing, so the stand-in is never used. */
    static Secret secret(Fields in, String key) {
        in.required(key, "a secret: a string or {\"file\": \"path\"}");
        return in.secret(key).orElse(new Secret("x"));
    }

    private static Optional<Auth> oauth2(Fields in) {
        return in.make(() -> {
            in.required("clientId", "the id of this client at the token endpoint");
            ClientAuth clientAuth = clientAuth(in);
            return new OAuth2(
                    Paths.requiredUrl(in, "tokenUrl", "the URL of the token endpoint"),
                    in.text("clientId", "x"),
                    clientAuth.isByCertificate() ? in.secret("clientSecret").orElse(null) : secret(in, "clientSecret"),
                    in.texts("scopes", List.of()),
                    in.optionalText("audience"),
                    clientAuth,
                    Paths.pem(in, "ca", HttpReader.AUTHORITIES).orElse(null),
                    in.has("cert") || in.has("key") ? certificate(in) : null);
        });
    }

    private static Auth.Mtls certificate(Fields in) {
        return new Auth.Mtls(
                Paths.requiredPem(in, "cert", PemRules.CERT), new Secret(Paths.requiredPem(in, "key", PemRules.KEY)));
    }

    private static ClientAuth clientAuth(Fields in) {
        String word = in.choice("clientAuth", CLIENT_AUTHS.get(0), CLIENT_AUTHS);
        return ClientAuth.valueOf(word.toUpperCase(Locale.ROOT));
    }
}
