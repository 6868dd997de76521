package dev.centrifuge.config.outbound;

import dev.centrifuge.config.Secret;
import dev.centrifuge.config.check.Checks;
import dev.centrifuge.config.check.PemRules;
import dev.centrifuge.config.check.UrlRules;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A bearer token that is fetched, by the client credentials grant of OAuth 2.0 (RFC 6749, section 4.4), with a client
 * certificate where that is wanted (RFC 8705): by it the client authenticates, or its tokens are bound to it, or both.
 *
 * @param tokenUrl the token endpoint, by the rules for a destination's URL
 * @param clientId 1 to 1024 printable ASCII characters (RFC 6749, appendix A.1)
 * @param clientSecret likewise; null where the certificate is the client's proof
 * @param scopes what is asked for; empty, the default, for what the endpoint gives anyway. At most 64
 * @param audience sent as {@code audience}, which some endpoints want; null, the default, for none
 * @param clientAuth how the endpoint learns who asks
 * @param ca PEM: whom to trust at the token endpoint; null, the default, for whom the JVM trusts
 * @param certificate shown to the token endpoint, and to the destination with each request; null, the default, for none
 */
public record OAuth2(
        URI tokenUrl,
        String clientId,
        @Nullable Secret clientSecret,
        List<String> scopes,
        @Nullable String audience,
        ClientAuth clientAuth,
        @Nullable String ca,
        @Nullable Mtls certificate)
        implements Auth {

    private static final String TEXT = "[\\x20-\\x7E]{1,1024}";
    private static final String TEXT_EXPECTED = "1 to 1024 printable ASCII characters";

    public OAuth2 {
        scopes = List.copyOf(scopes);
        Checks checks = new Checks();
        UrlRules.check(checks, "/tokenUrl", tokenUrl);
        checks.text("/clientId", clientId.matches(TEXT), clientId, "is not a client's id", TEXT_EXPECTED);
        proof(checks, clientSecret, clientAuth, certificate);
        checks.hidden("/scopes", scopes.size() <= 64, "has " + scopes.size() + " scopes", "at most 64");
        checks.each("/scopes", scopes, (pointer, scope) -> {
            boolean token = scope.matches("[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,256}");
            checks.text(pointer, token, scope, "is not a scope", "visible ASCII but \" and \\, at most 256");
        });
        boolean named = audience == null || audience.matches(TEXT);
        checks.text("/audience", named, String.valueOf(audience), "is not an audience", TEXT_EXPECTED);
        PemRules.trust(checks, "/ca", ca);
        checks.done();
    }

    private static void proof(
            Checks checks, @Nullable Secret clientSecret, ClientAuth clientAuth, @Nullable Mtls certificate) {
        if (clientAuth.isByCertificate()) {
            checks.hidden("/cert", certificate != null, "is missing", "the certificate that \"clientAuth\" wants");
            String useless = "would have no effect: \"clientAuth\" is by certificate";
            checks.hidden("/clientSecret", clientSecret == null, useless, "no secret, or another \"clientAuth\"");
        } else {
            boolean secret = clientSecret != null && clientSecret.value().matches(TEXT);
            checks.hidden("/clientSecret", secret, "is not a client's secret", TEXT_EXPECTED);
        }
    }

    /** Whether the secret would cross the network as plain text. */
    public boolean isPlain() {
        return !"https".equalsIgnoreCase(tokenUrl.getScheme());
    }

    /** How a client authenticates at a token endpoint; the words are those of RFC 7591, section 2, and RFC 8705. */
    public enum ClientAuth {
        /** By HTTP Basic authentication, which every endpoint must understand. */
        CLIENT_SECRET_BASIC,
        /** In the body, as {@code client_id} and {@code client_secret}. */
        CLIENT_SECRET_POST,
        /** By its certificate, of which the endpoint knows the subject; the body has {@code client_id}. */
        TLS_CLIENT_AUTH,
        /** By its certificate, which the endpoint knows itself; the body has {@code client_id}. */
        SELF_SIGNED_TLS_CLIENT_AUTH;

        /** Whether it needs a certificate, and no secret. */
        public boolean isByCertificate() {
            return this == TLS_CLIENT_AUTH || this == SELF_SIGNED_TLS_CLIENT_AUTH;
        }
    }
}
