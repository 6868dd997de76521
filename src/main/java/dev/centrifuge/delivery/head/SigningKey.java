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
     * @param secret of the form that {@link dev.centrifuge.config.check.SigningRules} demands: {@code whsec_} and base64,
     *     or {@code whsk_} and the base64 of an Ed25519 private key, which is its seed of 32 bytes or the 64 of seed and
     *     public key that other libraries write
     */
    static SigningKey of(String secret) {
        byte[] key = Base64.getDecoder().decode(secret.substring(secret.indexOf('_') + 1));
        try {
            return secret.startsWith("whsk_") ? asymmetric(key) : symmetric(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK since 15 has HMAC-SHA256 and Ed25519", e);
        }
    }

    private static SigningKey symmetric(byte[] key) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return new Symmetric(mac);
    }

    private static SigningKey asymmetric(byte[] key) throws GeneralSecurityException {
        EdECPrivateKeySpec spec = new EdECPrivateKeySpec(NamedParameterSpec.ED25519, Arrays.copyOf(key, 32));
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(KeyFactory.getInstance("Ed25519").generatePrivate(spec));
        return new Asymmetric(signature);
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
