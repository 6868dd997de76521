package dev.centrifuge.delivery.token;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GrantTest {

    @ParameterizedTest
    @CsvSource({"3600, PT1H", "'\"3600\"', PT1H", "1, PT1S", "7.5, PT7S", "999999999999, PT24H"})
    void life_isInSeconds(String expiresIn, Duration life) throws TokenFailure {
        Grant grant = parse("{'access_token':'t0ken.a~b+c/d==','token_type':'Bearer','expires_in':" + expiresIn + "}");

        assertThat(grant).isEqualTo(new Grant("t0ken.a~b+c/d==", life));
    }

    @Test
    void life_thatIsNotSaid_isFiveMinutes() throws TokenFailure {
        assertThat(parse("{'access_token':'a'}").life()).isEqualTo(Duration.ofMinutes(5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "'c4n4ry'",
                "{'access_token':'c4n4ry'",
                "{}",
                "{'access_token':7}",
                "{'access_token':''}",
                "{'access_token':'c4n4ry\\r\\nx: y'}",
                "{'access_token':'c4n4ry b'}",
                "{'access_token':'c4n4ry','token_type':'mac'}",
                "{'access_token':'c4n4ry','expires_in':0}",
                "{'access_token':'c4n4ry','expires_in':-5}",
                "{'access_token':'c4n4ry','expires_in':'soon'}",
                "{'access_token':'c4n4ry','expires_in':{}}"
            })
    void whatIsNoToken_isAFailure_thatRepeatsNothing(String body) {
        assertThatThrownBy(() -> parse(body))
                .isInstanceOf(TokenFailure.class)
                .message()
                .startsWith("the token endpoint ")
                .doesNotContain("c4n4ry");
    }

    @Test
    void error_isOneOfAFewWords() {
        assertThat(Grant.error(body("{'error':'invalid_client','error_description':'c4n4ry'}")))
                .isEqualTo(" invalid_client");
        assertThat(Grant.error(body("{'error':'c4n4ry is wrong'}"))).isEmpty();
        assertThat(Grant.error(body("{}"))).isEmpty();
        assertThat(Grant.error(body("<html>c4n4ry"))).isEmpty();
    }

    @Test
    void token_isNotShown() throws TokenFailure {
        assertThat(parse("{'access_token':'c4n4ry'}").toString()).doesNotContain("c4n4ry");
    }

    private static Grant parse(String body) throws TokenFailure {
        return Grant.parse(body(body));
    }

    private static Buffer body(String json) {
        return Buffer.buffer(json.replace('\'', '"'));
    }
}
