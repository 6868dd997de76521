package dev.centrifuge.kafka.browse;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PositionTest {

    @Test
    void a_position_comes_back_from_its_text() {
        Position position = new Position(1_769_853_600_000L, Map.of(0, 7L, 12, 123_456_789_012L));

        assertThat(position.encoded()).isEqualTo("1769853600000.0-7.12-123456789012");
        assertThat(Position.decode(position.encoded())).isEqualTo(position);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1.",
                "1.0",
                "1.0-",
                "1.-1-2",
                "1.0-1 ",
                "x.0-1",
                "1.0-1234567890123456789",
                "1.0-1..1-1",
                "1.0-1\n"
            })
    void other_text_is_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Position.decode(text));
    }
}
