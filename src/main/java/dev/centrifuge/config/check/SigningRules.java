package dev.centrifuge.config.check;

import java.util.Base64;

/**
 * Secrets to sign with. Those of Standard Webhooks 1.0: {@code whsec_} and the base64 of a symmetric key of 24 to 64 bytes, or {@code whsk_}
 * and the base64 of an Ed25519 private key, either its seed of 32 bytes or seed and public key, 64 bytes.
 */
public final class SigningRules {
    private static final String EXPECTED =
            "\"whsec_\" and the base64 of 24 to 64 bytes, or \"whsk_\" and the base64 of an Ed25519 key of 32 or 64 bytes";

    private SigningRules() {}

    /** Adds what is wrong with a secret of Standard Webhooks, and never shows it. */
    public static void standardWebhooks(Checks checks, String pointer, String secret) {
        checks.hidden(pointer, valid(secret), "is not a signing secret", EXPECTED);
    }

    /** Adds what is wrong with a secret that is any text, and never shows it. */
    public static void sharedSecret(Checks checks, String pointer, String secret) {
        boolean fits = secret.matches("\\P{Cntrl}{1,1024}");
        checks.hidden(pointer, fits, "is not a signing secret", "1 to 1024 characters, no control characters");
    }

    private static boolean valid(String secret) {
        if (secret.startsWith("whsec_")) {
            int length = decodedLength(secret.substring("whsec_".length()));
            return length >= 24 && length <= 64;
        }
        if (secret.startsWith("whsk_")) {
            int length = decodedLength(secret.substring("whsk_".length()));
            return length == 32 || length == 64;
        }
        return false;
    }

    private static int decodedLength(String base64) {
        try {
            return Base64.getDecoder().decode(base64).length;
        } catch (IllegalArgumentException notBase64) {
            return -1;
        }
    }
}
