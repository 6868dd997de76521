package dev.centrifuge.config.load;

import dev.centrifuge.config.Secret;
import dev.centrifuge.config.outbound.Auth;
import java.util.List;
import java.util.Optional;

/** Reads the member {@code auth} of a destination. */
final class AuthReader {
    private static final List<String> TYPES = List.of("bearer", "basic", "header", "oauth2", "mtls");

    private static final String CERT = "a PEM file with the client's certificate";
    private static final String KEY = "a PEM file with its private key (PKCS #8, RSA or EC) that has no password";

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
            case "oauth2" -> OAuth2Reader.read(in);
            case "mtls" ->
                in.make(() -> new Auth.Mtls(
                        PemFiles.required(in, "cert", CERT), new Secret(PemFiles.required(in, "key", KEY))));
            default -> Optional.empty();
        };
    }

    /** An error stands for the secret that is missing, so the stand-in is never used. */
    static Secret secret(Fields in, String key) {
        in.required(key, "a secret: a string or {\"file\": \"path\"}");
        return in.secret(key).orElse(new Secret("x"));
    }
}
