package dev.centrifuge.delivery.head;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One secret of Standard Webhooks 1.0 with the machinery to sign with it, kept from message to message: making a MAC
 * costs several times what using it does. Not thread-safe: one per destination and event loop.
 */
sealed interface SigningKey {

    /** The version and signature as they stand in {@code webhook-signature}: {@code v1,…} or {@code v1a,…}. */
    String sign(byte[] prefix, byte[] body);

    /**
     * @param secret {@code whsec_} and the base64 of 24 to 64 bytes, or {@code whsk_} and the base64 of an Ed25519
     *     private key: its seed of 32 bytes, or the 64 of seed and public key that other libraries write
     * @throws IllegalArgumentException where it is neither; the message does not hold it
     */
    static SigningKey of(String secret) {
        try {
            if (secret.startsWith("whsec_")) {
                return symmetric(Base64.getDecoder().decode(secret.substring("whsec_".length())));
            } else if (secret.startsWith("whsk_")) {
                return asymmetric(Base64.getDecoder().decode(secret.substring("whsk_".length())));
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK since 15 has HMAC-SHA256 and Ed25519", e);
        } catch (IllegalArgumentException e) {
            // Its cause would hold a character of the secret.
            throw invalid();
        }
        throw invalid();
    }

    private static SigningKey symmetric(byte[] key) throws GeneralSecurityException {
        if (key.length < 24 || key.length > 64) {
            throw invalid();
        }
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return new Symmetric(mac);
    }

    private static SigningKey asymmetric(byte[] key) throws GeneralSecurityException {
        if (key.length != 32 && key.length != 64) {
            throw invalid();
        }
        EdECPrivateKeySpec spec = new EdECPrivateKeySpec(NamedParameterSpec.ED25519, Arrays.copyOf(key, 32));
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(KeyFactory.getInstance("Ed25519").generatePrivate(spec));
        return new Asymmetric(signature);
    }

    private static IllegalArgumentException invalid() {
        return new IllegalArgumentException(
                "not a signing secret: expected whsec_ and base64 of 24 to 64 bytes, or whsk_ and base64 of 32 or 64");
    }

    /** HMAC-SHA256: a few µs for an event. */
    record Symmetric(Mac mac) implements SigningKey {

        @Override
        public String sign(byte[] prefix, byte[] body) {
            mac.update(prefix);
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        }
    }

    /** Ed25519: some hundred µs in the JDK's Java code, on the event loop; for modest rates. */
    record Asymmetric(Signature signature) implements SigningKey {

        @Override
        public String sign(byte[] prefix, byte[] body) {
            try {
                signature.update(prefix);
                signature.update(body);
                return "v1a," + Base64.getEncoder().encodeToString(signature.sign());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("an initialised signature signs anything", e);
            }
        }
    }
}
