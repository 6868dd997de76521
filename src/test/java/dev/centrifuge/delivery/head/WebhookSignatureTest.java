package dev.centrifuge.delivery.head;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.centrifuge.delivery.Samples;
import io.vertx.core.MultiMap;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WebhookSignatureTest {

    private static final String NEW = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String OLD = secret("whsec_", 64, 1);
    private static final String BODY = "{\"name\":\"größe\",\"n\":9007199254740993}";

    private final Head head = Head.of(Samples.event("m.1", BODY), 1, System.currentTimeMillis());

    @Test
    void signature_isTheStandardsOwnExample() {
        // The example of the specification, at https://github.com/standard-webhooks/standard-webhooks.
        byte[] body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
        byte[] prefix = "msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.".getBytes(StandardCharsets.UTF_8);

        assertThat(SigningKey.of(NEW).sign(prefix, body)).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void signature_isVerifiedByTheStandardsLibrary() throws WebhookVerificationException {
        new Webhook(NEW).verify(BODY, stamped(NEW));
    }

    @Test
    void signature_ofTwoSecrets_isVerifiedByEither() throws WebhookVerificationException {
        Map<String, List<String>> headers = stamped(NEW, OLD);

        new Webhook(NEW).verify(BODY, headers);
        new Webhook(OLD).verify(BODY, headers);
        assertThat(headers.get("webhook-signature").get(0)).matches("v1,\\S{44} v1,\\S{44}");
    }

    @Test
    void signature_ofAnotherBodyOrSecret_isNotVerified() {
        assertThat(verifies(NEW, BODY + " ")).isFalse();
        assertThat(verifies(OLD, BODY)).isFalse();
    }

    @Test
    void eachMessage_isSignedAnew() throws WebhookVerificationException {
        WebhookSignature stamp = new WebhookSignature(List.of(NEW));
        Head other = Head.of(Samples.event("m-2", "{}"), 1, System.currentTimeMillis());

        stamped(stamp, head);
        new Webhook(NEW).verify("{}", stamped(stamp, other));
        new Webhook(NEW).verify(BODY, stamped(stamp, head));
    }

    @Test
    void ed25519_isVerifiedByItsPublicKey() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
        String secret = "whsk_" + Base64.getEncoder().encodeToString(seed);
        String withPublicKey = "whsk_" + Base64.getEncoder().encodeToString(Arrays.copyOf(seed, 64));

        String signatures =
                stamped(secret, withPublicKey, NEW).get("webhook-signature").get(0);

        assertThat(signatures).matches("v1a,\\S{88} v1a,\\S{88} v1,\\S{44}");
        for (String signature : signatures.split(" ")) {
            assertThat(signature.startsWith("v1,") || verifies(pair.getPublic(), signature))
                    .isTrue();
        }
    }

    private boolean verifies(String secret, String body) {
        try {
            new Webhook(secret).verify(body, stamped(NEW));
            return true;
        } catch (WebhookVerificationException e) {
            return false;
        }
    }

    private boolean verifies(PublicKey key, String signature) throws Exception {
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        signed.writeBytes((head.webhookId() + "." + head.timestamp() + ".").getBytes(StandardCharsets.UTF_8));
        signed.writeBytes(head.event().body());
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(key);
        verifier.update(signed.toByteArray());
        return verifier.verify(Base64.getDecoder().decode(signature.substring("v1a,".length())));
    }

    private Map<String, List<String>> stamped(String... secrets) {
        return stamped(new WebhookSignature(List.of(secrets)), head);
    }

    private static Map<String, List<String>> stamped(WebhookSignature signature, Head head) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        EventHeaders.INSTANCE.stamp(head, headers);
        signature.stamp(head, headers);
        Map<String, List<String>> map = new TreeMap<>();
        headers.names().forEach(name -> map.put(name, headers.getAll(name)));
        return map;
    }

    private static String secret(String prefix, int bytes, int fill) {
        byte[] key = new byte[bytes];
        Arrays.fill(key, (byte) fill);
        return prefix + Base64.getEncoder().encodeToString(key);
    }
}
