package dev.centrifuge.config.check;

import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.config.Secret;
import dev.centrifuge.config.SourceConfig;
import dev.centrifuge.config.outbound.HttpConfig;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RulesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "localhost",
                "a-b.c_d.example.",
                "127.0.0.1",
                "0.0.0.0",
                "::",
                "::1",
                "fe80::1",
                "::ffff:1.2.3.4",
                "1a.example"
            })
    void host_isANameOrAnAddress(String host) {
        assertThat(HostRules.valid(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "a..b",
                "-a",
                "a-",
                "a b",
                "a/b",
                "a:80",
                "[::1]",
                "256.0.0.1",
                "1.2.3",
                "01.2.3.4",
                "12345",
                "::g",
                "fe80::1%eth0",
                "b\u00fccher.example",
                "a\n"
            })
    void host_isNothingElse(String host) {
        assertThat(HostRules.valid(host)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "localhost,true", "LOCALHOST,true", "127.0.0.1,true", "127.255.0.9,true", "::1,true", "::ffff:127.0.0.1,true",
        "0.0.0.0,false", "::,false", "10.0.0.1,false", "127.0.0.1.example,false", "localhost.example,false",
                "128.0.0.1,false"
    })
    void loopback_isThisMachineOnly(String host, boolean loopback) {
        assertThat(HostRules.loopback(host)).isEqualTo(loopback);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,localhost,true",
        "0.0.0.0,10.0.0.1,true",
        "10.0.0.1,::,true",
        "127.0.0.1,127.0.0.2,false",
        "a.example,A.example,true",
        "::1,127.0.0.1,false"
    })
    void listeners_clash(String a, String b, boolean clash) {
        assertThat(HostRules.clash(a, b)).isEqualTo(clash);
        assertThat(HostRules.clash(b, a)).isEqualTo(clash);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"a\" password=\"b;c'd\\\"e\";",
                "org.apache.kafka.common.security.scram.ScramLoginModule REQUIRED\n username='a'\n password='b' ;\n",
                "com.sun.security.auth.module.Krb5LoginModule required useKeyTab=true keyTab=\"/etc/k.keytab\";",
                "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;"
            })
    void jaas_mayBeOneEntryOfAKnownModule(String value) {
        Checks checks = new Checks();
        KafkaRules.property(checks, "/p", "sasl.jaas.config", value);

        checks.done();
    }

    @ParameterizedTest
    @CsvSource({
        "5999,false",
        "6000,true",
        "45000,true",
        "999999,true",
        "1800000,true",
        "1800001,false",
        "6e3,false",
        "'',false"
    })
    void sessionTimeout_isWhatBrokersAllow(String value, boolean valid) {
        Checks checks = new Checks();
        KafkaRules.property(checks, "/p", "session.timeout.ms", value);

        if (valid) {
            checks.done();
        } else {
            assertThatThrownBy(checks::done).isInstanceOf(InvalidConfig.class).hasMessageContaining("6000 to 1800000");
        }
    }

    @Test
    void jaas_isJudgedInLinearTime() {
        String longest = "com.sun.security.auth.module.Krb5LoginModule required" + " a=\"b\"".repeat(10_000);
        Checks checks = new Checks();
        KafkaRules.property(checks, "/p", "sasl.jaas.config", longest);

        assertThatThrownBy(checks::done)
                .isInstanceOf(InvalidConfig.class)
                .hasMessageNotContaining("Krb5LoginModule required");
    }

    @Test
    void suggestion_isCloseOrAbsent() {
        Set<String> known = Set.of("port", "maxEvent", "maxBatch", "privateNetwork");

        assertThat(Suggestion.of("prot", known)).hasValue("port");
        assertThat(Suggestion.of("max_event", known)).hasValue("maxEvent");
        assertThat(Suggestion.of("maxbatches", known)).hasValue("maxBatch");
        assertThat(Suggestion.of("PRIVATE-NETWORK", known)).hasValue("privateNetwork");
        assertThat(Suggestion.of("x", known)).isEmpty();
        assertThat(Suggestion.of("token", known)).isEmpty();
        assertThat(Suggestion.of("p".repeat(1_000_000), known)).isEmpty();
    }

    @Test
    void record_tellsEveryViolation() {
        assertThatThrownBy(
                        () -> new DestinationConfig.Retry(Duration.ZERO, Double.NaN, Duration.ofDays(2), Duration.ZERO))
                .isInstanceOf(InvalidConfig.class)
                .hasMessage("/initial: 0ms is out of range, expected 1ms to 1h; "
                        + "/factor: NaN is out of range, expected 1.0 to 100.0; "
                        + "/max: 2d is out of range, expected 0ms to 1d; "
                        + "/ttl: 0ms is out of range, expected 1ms to 30d");
    }

    @Test
    void records_copyWhatTheyAreGiven() {
        List<Secret> keys = new ArrayList<>(List.of(new Secret("a")));
        Map<String, Secret> headers = new HashMap<>(Map.of("x-b", new Secret("1"), "x-a", new Secret("2")));
        SourceConfig source = new SourceConfig("s", keys, true, List.of(), null, List.of());
        DestinationConfig or = DestinationConfig.to("d", URI.create("http://a"));
        DestinationConfig destination = new DestinationConfig(
                "d",
                or.url(),
                or.sources(),
                true,
                "POST",
                headers,
                or.payload(),
                null,
                null,
                or.concurrency(),
                or.timeout(),
                or.retry(),
                or.ordering(),
                null,
                null,
                HttpConfig.defaults(),
                true);
        keys.clear();
        headers.clear();

        assertThat(source.writeKeys()).hasSize(1);
        assertThat(destination.headers().keySet()).containsExactly("x-a", "x-b");
        assertThatThrownBy(() -> destination.headers().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void record_refusesABadId() {
        assertThatThrownBy(() -> SourceConfig.defaults("Web")).hasMessageContaining("\"Web\" is not an id");
        assertThatThrownBy(() -> DestinationConfig.to("a/b", URI.create("http://a")))
                .isInstanceOf(InvalidConfig.class);
    }
}
