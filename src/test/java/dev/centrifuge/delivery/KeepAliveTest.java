package dev.centrifuge.delivery;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class KeepAliveTest {

    @ParameterizedTest
    @CsvSource({
        "timeout=5,           4",
        "'timeout=5, max=99', 4",
        "'max=99, Timeout=7', 6",
        "timeout=1,           0",
        "timeout=0,           0",
        "timeout=600,         30",
        "timeout=,            30",
        "timeout=-5,          30",
        "timeout=9999999999,  30",
        "timeout=x,           30",
        "max=5,               30",
        ",                    30"
    })
    void idleTime_isASecondLessThanTheServers(String header, long seconds) {
        assertThat(KeepAlive.nanos(header, Duration.ofSeconds(30).toNanos()))
                .isEqualTo(Duration.ofSeconds(seconds).toNanos());
    }
}
