package dev.centrifuge.tools.sink;

import com.standardwebhooks.Webhook;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SignaturesTest {
    private static final String OLD = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String NEW = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    private static final long NOW = 1_700_000_000;
    private static final byte[] BODY = "{\"messageId\":\"a\"}".getBytes(StandardCharsets.UTF_8);

    private final Signatures signatures = new Signatures(List.of(NEW, OLD));

    @Test
    void signature_ofTheSpecificationsOwnLibrary_isInOrder() throws Exception {
        assertThat(fault(sign(NEW, NOW), NOW)).isNull();
        assertThat(fault("v1,AAAA " + sign(OLD, NOW), NOW)).isNull();
    }

    @Test
    void signature_ofAnotherKeyOrBodyOrTime_isRefused() throws Exception {
        assertThat(fault(sign("whsec_" + "A".repeat(32), NOW), NOW)).isEqualTo("no signature matches");
        assertThat(signatures.fault("msg", "" + NOW, sign(NEW, NOW), new byte[] {1}, NOW))
                .isNotNull();
        assertThat(signatures.fault("other", "" + NOW, sign(NEW, NOW), BODY, NOW))
                .isNotNull();
        assertThat(fault(sign(NEW, NOW), NOW + 301)).contains("within 300 s");
        assertThat(signatures.fault("msg", "soon", sign(NEW, NOW), BODY, NOW)).contains("within 300 s");
        assertThat(signatures.fault("msg", null, sign(NEW, NOW), BODY, NOW)).contains("missing");
    }

    @Test
    void noSecrets_needNoSignature() {
        assertThat(new Signatures(List.of()).fault(null, null, null, BODY, NOW)).isNull();
    }

    @Test
    void wrongSecret_isRefusedWithoutShowingIt() {
        assertThatThrownBy(() -> new Signatures(List.of("whsec_not base64!")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("not base64!");
        assertThatThrownBy(() -> new Signatures(List.of("hunter2"))).hasMessageNotContaining("hunter2");
    }

    private String fault(String signature, long now) {
        return signatures.fault("msg", "" + NOW, signature, BODY, now);
    }

    private static String sign(String secret, long seconds) throws Exception {
        return new Webhook(secret).sign("msg", seconds, new String(BODY, StandardCharsets.UTF_8));
    }
}
