package dev.centrifuge.config.outbound;

import dev.centrifuge.config.Secret;
import dev.centrifuge.config.check.Checks;
import dev.centrifuge.config.check.SigningRules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How requests are signed.
 *
 * @param secrets for {@link Type#STANDARD_WEBHOOKS} 1 to 10, each of which signs (rotation), of the form in
 *     {@link SigningRules}; for {@link Type#SEGMENT} exactly one, 1 to 1024 characters
 */
public record Signing(Type type, List<Secret> secrets) {

    public Signing {
        secrets = List.copyOf(secrets);
        Checks checks = new Checks();
        boolean standard = type == Type.STANDARD_WEBHOOKS;
        boolean fits = !secrets.isEmpty() && secrets.size() <= (standard ? 10 : 1);
        String expected = standard ? "1 to 10" : "exactly 1: its one header has room for one signature";
        checks.hidden("/secrets", fits, "has " + secrets.size() + " secrets", expected);
        checks.each("/secrets", secrets, (pointer, secret) -> {
            if (standard) {
                SigningRules.standardWebhooks(checks, pointer, secret.value());
            } else {
                SigningRules.sharedSecret(checks, pointer, secret.value());
            }
        });
        checks.done();
    }

    /** The header that it sets and that the destination's own headers might set, too; null where there is none. */
    public @Nullable String headerName() {
        return type == Type.SEGMENT ? "x-signature" : null;
    }

    /** Whose rules. */
    public enum Type {
        /** Standard Webhooks 1.0. */
        STANDARD_WEBHOOKS,
        /** Segment's webhooks: {@code X-Signature}, the hexadecimal HMAC-SHA1 of the body. */
        SEGMENT
    }
}
