package dev.centrifuge.delivery.head;

import com.standardwebhooks.Webhook;
import dev.centrifuge.config.Secret;
import dev.centrifuge.config.outbound.Signing;
import dev.centrifuge.delivery.Samples;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Signatures against vectors that others published. */
class SignatureVectorsTest {

    private static final HexFormat HEX = HexFormat.of();

    /** RFC 8032, section 7.1, tests 1, 2, 3 and SHA(abc): secret key, public key, message, signature. */
    @ParameterizedTest
    @CsvSource({
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60, d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a, '', e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb, 3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c, 72, 92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7, fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025, af82, 6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
    })
    void ed25519_isThatOfRfc8032(String seed, String publicKey, String message, String signature) throws Exception {
        byte[] signed = HEX.parseHex(message);
        String secret = "whsk_" + Base64.getEncoder().encodeToString(HEX.parseHex(seed));
        String both = "whsk_" + Base64.getEncoder().encodeToString(HEX.parseHex(seed + publicKey));

        String ours = SigningKey.of(secret).sign(new byte[0], signed);

        assertThat(ours).isEqualTo("v1a," + Base64.getEncoder().encodeToString(HEX.parseHex(signature)));
        assertThat(SigningKey.of(both).sign(new byte[0], signed)).isEqualTo(ours);
        assertThat(verifies(publicKey, signed, HEX.parseHex(signature))).isTrue();
    }

    private static boolean verifies(String publicKey, byte[] message, byte[] signature) throws Exception {
        // RFC 8410: the fixed beginning of an Ed25519 key in X.509's form.
        byte[] encoded = HEX.parseHex("302a300506032b6570032100" + publicKey);
        PublicKey key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(key);
        verifier.update(message);
        return verifier.verify(signature);
    }

    /** RFC 2202, section 3, tests 2 and 1: HMAC-SHA1. */
    @ParameterizedTest
    @CsvSource({
        "Jefe, what do ya want for nothing?, effcdf6ae5eb2fa2d27416d5f184df9c259a7c79",
        "'\u000b\u000b\u000b\u000b\u000b\u000b\u000b\u000b\u000b\u000b\u000b\u000b\u000b\u000b\u000b\u000b\u000b\u000b\u000b\u000b', Hi There, b617318655057264e28bc0b6fb378c8ef146be00"
    })
    void segmentsSignature_isThatOfRfc2202(String secret, String body, String signature) {
        assertThat(stamped(new SegmentSignature(secret), body).get("x-signature"))
                .isEqualTo(signature);
    }

    @Test
    void segmentsSignature_isOfTheBodyAlone_eachTimeAnew() throws Exception {
        SegmentSignature stamp = new SegmentSignature("sh\u00e4red");
        String body = "{\"name\":\"gr\u00f6\u00dfe\"}";
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec("sh\u00e4red".getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        String expected = HEX.formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));

        assertThat(stamped(stamp, body).get("x-signature")).isEqualTo(expected);
        assertThat(stamped(stamp, "{}").get("x-signature")).isNotEqualTo(expected);
        assertThat(stamped(stamp, body).get("x-signature")).isEqualTo(expected);
    }

    /** While a secret is replaced, receivers with the old, the new, or the public key of either accept what is sent. */
    @Test
    void rotation_fromHmacToEd25519_isVerifiedByBoth() throws Exception {
        String hmac = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        String seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
        String ed25519 = "whsk_" + Base64.getEncoder().encodeToString(HEX.parseHex(seed));
        String body = "{\"n\":1.00}";
        Head head = Head.of(Samples.event("m-1", body), 1, System.currentTimeMillis());
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        EventHeaders.INSTANCE.stamp(head, headers);
        new WebhookSignature(List.of(ed25519, hmac)).stamp(head, headers);

        List<String> signatures = Arrays.asList(headers.get("webhook-signature").split(" "));
        String signed = headers.get("webhook-id") + '.' + headers.get("webhook-timestamp") + '.' + body;
        assertThat(verifies(
                        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
                        signed.getBytes(StandardCharsets.UTF_8),
                        Base64.getDecoder().decode(signatures.get(0).substring("v1a,".length()))))
                .isTrue();
        var map = new TreeMap<String, List<String>>();
        headers.names().forEach(name -> map.put(name, headers.getAll(name)));
        new Webhook(hmac).verify(body, map);
    }

    @Test
    void headerThatEachTypeSets_isItsOwn() {
        assertThat(stamped(new SegmentSignature("a"), "{}").names()).containsExactly("x-signature");
        assertThat(new Signing(Signing.Type.SEGMENT, List.of(new Secret("a"))).headerName())
                .isEqualTo("x-signature");
    }

    private static MultiMap stamped(Stamp stamp, String body) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        stamp.stamp(Head.of(Samples.event("m", body), 1, 1_700_000_000_000L), headers);
        return headers;
    }
}
