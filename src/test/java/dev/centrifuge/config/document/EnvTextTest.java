package dev.centrifuge.config.document;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class EnvTextTest {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("A", "1", "B_2", "two", "EMPTY", "", "NESTED", "${A}", "GROUP", "$1\\x");

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "plain,plain",
                "${A},1",
                "x${A}y${B_2}z,x1ytwoz",
                "${NONE:-d},d",
                "${NONE:-},\"\"",
                "${EMPTY:-d},d",
                "${EMPTY},\"\"",
                "${A:-d},1",
                "${NONE:-a:-b$c{},a:-b$c{",
                "$${A},${A}",
                "$$${A},$${A}",
                "$A,$A",
                "a$,a$",
                "{},{}",
                "${NESTED},${A}",
                "${GROUP},$1\\x"
            })
    void variables_areReplaced(String text, String value) {
        assertThat(EnvText.resolve(text, ENVIRONMENT)).isEqualTo(new EnvText(value, List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"${", "${}", "${A", "${1}", "${A-b}", "${ A}", "${A:b}", "${A:-${B_2}}", "x${NONE}y"})
    void whatIsNoVariable_isAFault(String text) {
        assertThat(EnvText.resolve(text, ENVIRONMENT).faults()).isNotEmpty();
    }
}
