package dev.centrifuge.config.outbound;

import dev.centrifuge.config.Secret;
import dev.centrifuge.config.check.Checks;
import dev.centrifuge.config.check.HeaderRules;
import dev.centrifuge.config.check.PemRules;
import org.jspecify.annotations.Nullable;

/** How requests authenticate. */
public sealed interface Auth permits Auth.Bearer, Auth.Basic, Auth.Header, Auth.Mtls, OAuth2 {

    /** The header that carries the proof; null where it is no header that does. */
    default @Nullable String headerName() {
        return "authorization";
    }

    /** What is shown in the TLS handshake; null for nothing. */
    default @Nullable Mtls certificate() {
        return null;
    }

    /** @param token sent as {@code Bearer <token>} */
    record Bearer(Secret token) implements Auth {

        public Bearer {
            Checks checks = new Checks();
            HeaderRules.value(checks, "/token", token.value());
            checks.done();
        }
    }

    /**
     * @param username without a colon, which would end it (RFC 7617)
     */
    record Basic(String username, Secret password) implements Auth {

        public Basic {
            boolean named = username.matches("[^:\\p{Cntrl}]{1,1024}");
            boolean clean = password.value().matches("\\P{Cntrl}{0,4096}");
            new Checks()
                    .text(
                            "/username",
                            named,
                            username,
                            "is not a user name",
                            "1 to 1024 characters, no colon, no control characters")
                    .hidden("/password", clean, "is not a password", "at most 4096 characters, no control characters")
                    .done();
        }
    }

    /** A header of any name, such as {@code x-api-key}. */
    record Header(String name, Secret value) implements Auth {

        public Header {
            Checks checks = new Checks();
            HeaderRules.name(checks, "/name", name);
            HeaderRules.value(checks, "/value", value.value());
            checks.done();
        }

        @Override
        public String headerName() {
            return name;
        }
    }

    /**
     * A client certificate, shown in the TLS handshake.
     *
     * @param cert PEM: the client's certificate, then those that it was issued by, if any
     * @param key PEM: its private key, PKCS #8, RSA or EC, without a password
     */
    record Mtls(String cert, Secret key) implements Auth {

        public Mtls {
            Checks checks = new Checks();
            PemRules.pair(checks, "/cert", cert, "/key", key.value());
            checks.done();
        }

        @Override
        public @Nullable String headerName() {
            return null;
        }

        @Override
        public Mtls certificate() {
            return this;
        }
    }
}
