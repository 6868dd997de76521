package dev.centrifuge.delivery.answer;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RetryAfterTest {

    private static final long NOW = Instant.parse("1994-11-06T08:49:00Z").toEpochMilli();
    private static final long HOUR = 3_600_000;

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1000",
        "' 120 ', 120000",
        "007, 7000",
        "00000000000000000000000000000000000000000001, 1000",
        "3600, 3600000",
        "3601, 3600000",
        "2147483648, 3600000",
        "99999999999999999999999999999999, 3600000"
    })
    void seconds_areCounted_upToAnHour(String header, long millis) {
        assertThat(RetryAfter.millis(header, NOW)).isEqualTo(millis);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"})
    void date_inEachForm_isCountedFromNow(String header) {
        assertThat(RetryAfter.millis(header, NOW)).isEqualTo(37_000);
        assertThat(RetryAfter.millis(header, NOW + 36_500)).isEqualTo(500);
        assertThat(RetryAfter.millis(header, NOW - HOUR)).isEqualTo(HOUR);
    }

    @ParameterizedTest
    @ValueSource(longs = {37_000, 37_001, 100 * HOUR, Long.MAX_VALUE / 2})
    void pastDate_isNow(long later) {
        assertThat(RetryAfter.millis("Sun, 06 Nov 1994 08:49:37 GMT", NOW + later))
                .isZero();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "-1",
                "-99999999999999999999",
                "+5",
                "1.5",
                "1e3",
                "0x10",
                "ten",
                "5 s",
                "120, 240",
                "١٢",
                "Mon, 06 Nov 1994 08:49:37 GMT",
                "Sun, 31 Feb 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 25:49:37 GMT",
                "1994-11-06T08:49:37Z",
                "Sun, 06 Nov +999999999 08:49:37 GMT",
                "NaN"
            })
    void garbage_isIgnored(String header) {
        assertThat(RetryAfter.millis(header, NOW)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 100_000})
    void endlessDigits_areIgnoredOrCapped_never_worse(int digits) {
        assertThat(RetryAfter.millis("9".repeat(digits), NOW)).isBetween(0L, HOUR);
    }
}
