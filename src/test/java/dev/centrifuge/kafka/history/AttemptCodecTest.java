package dev.centrifuge.kafka.history;

import dev.centrifuge.event.PastAttempt;
import dev.centrifuge.event.PastAttempt.Next;
import dev.centrifuge.event.PastAttempt.Place;
import dev.centrifuge.event.PastAttempt.What;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class AttemptCodecTest {

    private static PastAttempt attempt(Place place, Next next) {
        return new PastAttempt(
                1_769_853_600_123L,
                "web",
                "crm",
                "m\"1\u2028é",
                2,
                "failed",
                503,
                "http_503",
                12_345,
                "line 1\nline 2 \u0000",
                place,
                next);
    }

    @ParameterizedTest
    @EnumSource
    void an_attempt_comes_back_from_its_record(What what) {
        PastAttempt attempt = attempt(new Place("30s", 3, 42), new Next(what, 1_769_853_630_123L, "30s"));

        assertThat(AttemptCodec.decode(AttemptCodec.encode(attempt))).isEqualTo(attempt);
    }

    @Test
    void it_is_json_that_people_can_read() {
        byte[] value = AttemptCodec.encode(attempt(new Place("", 3, 42), new Next(What.DEAD, 0, "http_503")));

        assertThat(new String(value, StandardCharsets.UTF_8))
                .startsWith("{\"at\":\"2026-01-31T10:00:00.123Z\",\"source\":\"web\",\"destination\":\"crm\"")
                .contains("\"latencyMillis\":12.345,")
                .endsWith("\"partition\":3,\"offset\":42,\"next\":\"dead\",\"nextDetail\":\"http_503\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "{}",
                "{\"at\":\"yesterday\",\"next\":\"dead\"}",
                "{\"at\":\"2026-01-31T10:00:00Z\"}"
            })
    void what_others_wrote_is_none(String text) {
        assertThat(AttemptCodec.decode(text.getBytes(StandardCharsets.UTF_8))).isNull();
    }

    @Test
    void no_value_is_none() {
        assertThat(AttemptCodec.decode(null)).isNull();
    }
}
