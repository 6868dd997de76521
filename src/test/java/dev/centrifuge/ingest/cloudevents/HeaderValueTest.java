package dev.centrifuge.ingest.cloudevents;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class HeaderValueTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "plain,plain", "Euro%20%E2%82%AC%20%F0%9F%98%80,Euro € 😀", "%25%32%30,%20", "100%,100%", "%zz%4,%zz%4",
                "\"a b\",a b", "\"a\\\"b\\\\\",a\"b\\", "\"%22\",\"", "\",\"", "a\"b,a\"b"
            })
    void a_value_is_unquoted_then_decoded_once(String header, String value) {
        assertThat(HeaderValue.decode(header)).isEqualTo(value);
    }

    @Test
    void raw_bytes_are_utf8_or_else_latin1() {
        String utf8 = new String("größe".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        assertThat(HeaderValue.decode(utf8)).isEqualTo("größe");
        assertThat(HeaderValue.decode("größe")).isEqualTo("größe");
    }
}
