package dev.centrifuge.delivery.connect;

import dev.centrifuge.delivery.address.Host.Literal;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TargetTest {

    @ParameterizedTest
    @CsvSource({
        "https://example.com,              true,  example.com, 443,   /",
        "HTTP://Example.com:8080/a/b?c=d,  false, example.com, 8080,  /a/b?c=d",
        "http://example.com?x=%20,         false, example.com, 80,    /?x=%20",
        "http://example.com:/x,            false, example.com, 80,    /x",
        "https://[::1]:8443/x#fragment,    true,  ::1,         8443,  /x",
        "http://my_host/x,                 false, my_host,     80,    /x",
        "http://2130706433/,               false, 127.0.0.1,   80,    /",
        "http://127.1:65535/,              false, 127.0.0.1,   65535, /",
        "https://example.com/ü,            true,  example.com, 443,   /%C3%BC"
    })
    void url_isReadApart(String url, boolean tls, String host, int port, String path) {
        Target target = Target.of(URI.create(url));

        assertThat(target.tls()).isEqualTo(tls);
        assertThat(target.host().text()).isEqualTo(host);
        assertThat(target.port()).isEqualTo(port);
        assertThat(target.path()).isEqualTo(path);
    }

    @Test
    void internationalHost_isRead_thoughJavaNetUriDoesNot() {
        assertThat(Target.of(URI.create("https://bücher.example/ü")))
                .extracting(t -> t.host().text(), Target::path)
                .containsExactly("xn--bcher-kva.example", "/%C3%BC");
        assertThat(Target.of(URI.create("https://①②⑦.0.0.1/")).host()).isInstanceOf(Literal.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "ftp://example.com",
                "gopher://127.0.0.1:6379/_x",
                "example.com",
                "http:/path",
                "http:opaque",
                "http://user:pw@example.com",
                "http://user@example.com",
                "http://example.com:0",
                "http://example.com:65536",
                "http://example.com:x",
                "http://example.com:-1",
                "http://example.com:99999999",
                "http://%31%32%37.0.0.1",
                "http://exa%6Dple.com",
                "http://[::1%25lo]/",
                "http://1.2.3.256/"
            })
    void whatCannotBeATarget_isRefused_withoutNamingIt(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Target.of(URI.create(url)))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(url));
    }
}
