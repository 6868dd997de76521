package dev.centrifuge.delivery.answer;

import dev.centrifuge.config.Secret;
import dev.centrifuge.config.outbound.Auth;
import dev.centrifuge.delivery.Samples;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ExcerptTest {

    private static final String SIGNING = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static final Redaction REDACTION = Redaction.of(
            Samples.destination("https://example.com/services/T0001/XXXXXXXXXXXXXXXXXXXXXXXX?key=qu3ry&id=7")
                    .header("x-api-key", "h3ader-secret")
                    .auth(new Auth.Basic("jo", new Secret("pa55word")))
                    .signedBy(SIGNING)
                    .config());

    @ParameterizedTest
    @ValueSource(
            strings = {"h3ader-secret", "pa55word", "am86cGE1NXdvcmQ=", SIGNING, "qu3ry", "XXXXXXXXXXXXXXXXXXXXXXXX"})
    void echoedSecret_isHidden(String secret) {
        assertThat(text("Cannot POST: " + secret + " is wrong")).isEqualTo("Cannot POST: *** is wrong");
    }

    @Test
    void ordinaryWords_areShown() {
        assertThat(text("no such services T0001, id 7, jo")).isEqualTo("no such services T0001, id 7, jo");
    }

    @Test
    void secretAcrossTheEnd_isHidden() {
        String text = text("z".repeat(1020) + SIGNING);

        assertThat(text).isEqualTo("z".repeat(1020) + "***");
    }

    @Test
    void longBody_isCutToAKiB() {
        assertThat(text("y".repeat(5000))).isEqualTo("y".repeat(1024));
    }

    @Test
    void bodyInChunks_isPutTogether() {
        Excerpt excerpt = new Excerpt(REDACTION);
        excerpt.add(Buffer.buffer("pa55"));
        excerpt.add(Buffer.buffer("word!"));

        assertThat(excerpt.text()).isEqualTo("***!");
    }

    @Test
    void malformedUtf8_isReplaced() {
        Excerpt excerpt = new Excerpt(REDACTION);
        excerpt.add(Buffer.buffer(new byte[] {'a', (byte) 0xff, 'b'}));

        assertThat(excerpt.text()).isEqualTo("a\ufffdb");
    }

    @Test
    void errorMessage_isTreatedAlike() {
        assertThat(Excerpt.of(new IOException("no qu3ry"), REDACTION)).isEqualTo("no ***");
        assertThat(Excerpt.of(new IOException(), REDACTION)).isEqualTo("IOException");
    }

    private static String text(String body) {
        Excerpt excerpt = new Excerpt(REDACTION);
        excerpt.add(Buffer.buffer(body));
        return excerpt.text();
    }
}
