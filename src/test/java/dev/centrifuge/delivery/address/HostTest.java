package dev.centrifuge.delivery.address;

import dev.centrifuge.delivery.address.Host.Literal;
import dev.centrifuge.delivery.address.Host.Name;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class HostTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,            127.0.0.1",
        "127.0.0.1.,           127.0.0.1",
        "127.1,                127.0.0.1",
        "127.0.1,              127.0.0.1",
        "2130706433,           127.0.0.1",
        "0x7f000001,           127.0.0.1",
        "0X7F.1,               127.0.0.1",
        "0x7f.0x0.0x0.0x1,     127.0.0.1",
        "0177.0.0.1,           127.0.0.1",
        "017700000001,         127.0.0.1",
        "0251.0376.169.254,    169.254.169.254",
        "0xa9fea9fe,           169.254.169.254",
        "2852039166,           169.254.169.254",
        "10.65535,             10.0.255.255",
        "0,                    0.0.0.0",
        "0x,                   0.0.0.0",
        "8.8.8.8,              8.8.8.8",
        "１２７.０.０.１,      127.0.0.1",
        "①②⑦。0。0。1,       127.0.0.1",
        "[::1],                ::1",
        "[0:0:0:0:0:0:0:1],    ::1",
        "[::ffff:127.0.0.1],   127.0.0.1",
        "[::127.0.0.1],        ::7f00:1",
        "[64:ff9b::8.8.8.8],   64:ff9b::808:808",
        "[::ffff:7f00:1],      127.0.0.1",
        "[2606:4700::1111],    2606:4700::1111"
    })
    void addressInAnyForm_isThatAddress(String host, String canonical) {
        assertThat(Host.parse(host)).isInstanceOf(Literal.class);
        assertThat(Host.parse(host).text()).isEqualTo(canonical);
    }

    @ParameterizedTest
    @CsvSource({
        "example.com,        example.com",
        "EXAMPLE.com.,       example.com",
        "localhost,          localhost",
        "a_b.internal,       a_b.internal",
        "1.2.3.4.example,    1.2.3.4.example",
        "127.0.0.1.nip.io,   127.0.0.1.nip.io",
        "bücher.example,     xn--bcher-kva.example",
        "ｅxample．com,       example.com",
        "0x7f.example,       0x7f.example"
    })
    void name_isLowerCaseAscii(String host, String ascii) {
        assertThat(Host.parse(host)).isEqualTo(new Name(ascii));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "a..b",
                ".a",
                "a b",
                "a%62",
                "a@b",
                "a/b",
                "a\r\nb",
                "256.0.0.1",
                "1.2.3.4.5",
                "1..1",
                "1.2.3.08",
                "4294967296",
                "0x100000000",
                "1.16777216",
                "a.-1.1",
                "0xzz.1",
                "127.0.0.+1",
                "99999999999999999999999",
                "[::1",
                "[]",
                "[127.0.0.1]",
                "[fe80::1%25eth0]",
                "[fe80::1%1]",
                "[::g]",
                "[1:2:3]"
            })
    void whatIsNeither_isRefused(String host) {
        assertThatIllegalArgumentException().isThrownBy(() -> Host.parse(host));
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 254})
    void overlongName_isRefused(int length) {
        assertThatIllegalArgumentException().isThrownBy(() -> Host.parse("a".repeat(length)));
    }
}
