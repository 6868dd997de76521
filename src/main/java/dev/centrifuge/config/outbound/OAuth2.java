package dev.centrifuge.config.outbound;

import dev.centrifuge.config.Secret;
import dev.centrifuge.config.check.Checks;
import dev.centrifuge.config.check.PemRules;
import dev.centrifuge.config.check.UrlRules;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A bearer token that is fetched, by the client credentials grant of OAuth 2.0 (RFC 6749, section 4.4).
 *
 * @param tokenUrl the token endpoint, by the rules for a destination's URL
 * @param clientId 1 to 1024 printable ASCII characters (RFC 6749, appendix A.1)
 * @param clientSecret likewise
 * @param scopes what is asked for; empty, the default, for what the endpoint gives anyway. At most 64
 * @param audience sent as {@code audience}, which some endpoints want; null, the default, for none
 * @param clientAuth how the endpoint learns who asks
 * @param ca PEM: whom to trust at the token endpoint; null, the default, for whom the JVM trusts
 */
public record OAuth2(
        URI tokenUrl,
        String clientId,
        Secret clientSecret,
        List<String> scopes,
        @Nullable String audience,
        ClientAuth clientAuth,
        @Nullable String ca)
        implements Auth {

    private static final String TEXT = "[\\x20-\\x7E]{1,1024}";
    private static final String TEXT_EXPECTED = "1 to 1024 printable ASCII characters";

    public OAuth2 {
        scopes = List.copyOf(scopes);
        Checks checks = new Checks();
        UrlRules.check(checks, "/tokenUrl", tokenUrl);
        checks.text("/clientId", clientId.matches(TEXT), clientId, "is not a client's id", TEXT_EXPECTED);
        boolean secret = clientSecret.value().matches(TEXT);
        checks.hidden("/clientSecret", secret, "is not a client's secret", TEXT_EXPECTED);
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

    /** Whether the secret would cross the network as plain text. */
    public boolean isPlain() {
        return !"https".equalsIgnoreCase(tokenUrl.getScheme());
    }

    /** How a client authenticates at a token endpoint; the words are those of RFC 7591, section 2. */
    public enum ClientAuth {
        /** By HTTP Basic authentication, which every endpoint must understand. */
        CLIENT_SECRET_BASIC,
        /** In the body, as {@code client_id} and {@code client_secret}. */
        CLIENT_SECRET_POST
    }
}
