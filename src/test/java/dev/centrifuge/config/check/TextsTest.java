package dev.centrifuge.config.check;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TextsTest {
    @ParameterizedTest
    @CsvSource({"0ms,0", "250ms,250", "10s,10000", "5m,300000", "4h,14400000", "3d,259200000", "007s,7000"})
    void duration_isAWholeNumberWithAUnit(String text, long millis) {
        assertThat(DurationText.parse(text)).hasValue(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10",
                "s",
                "1.5s",
                "-1s",
                "+1s",
                " 1s",
                "1s ",
                "1s\n",
                "1 s",
                "1S",
                "1us",
                "1w",
                "PT1S",
                "1h30m",
                "1000000000000d",
                "١s"
            })
    void duration_isNothingElse(String text) {
        assertThat(DurationText.parse(text)).isEmpty();
    }

    @Test
    void duration_showsWhatItReads() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            Duration duration = Duration.ofMillis(random.nextLong(1L << random.nextInt(1, 40)));
            assertThat(DurationText.parse(DurationText.show(duration)))
                    .as("seed %d", seed)
                    .hasValue(duration);
        }
        assertThat(DurationText.parse("999999999999d")).map(DurationText::show).hasValue("999999999999d");
    }

    @ParameterizedTest
    @CsvSource({
        "0B,0",
        "7B,7",
        "2KB,2000",
        "32KiB,32768",
        "4MB,4000000",
        "4MiB,4194304",
        "1GB,1000000000",
        "999999999GiB,1073741822926258176"
    })
    void size_isAWholeNumberWithAUnit(String text, long bytes) {
        assertThat(SizeText.parse(text)).hasValue(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1", "KiB", "1.5KiB", "-1B", "1 KiB", "1kb", "1kib", "1K", "1TiB", "1B\n", "1000000000B"})
    void size_isNothingElse(String text) {
        assertThat(SizeText.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0,0B",
        "1023,1023B",
        "1024,1KiB",
        "512000,500KiB",
        "1048576,1MiB",
        "1073741825,1073741825B",
        "2199023255552,2048GiB"
    })
    void size_showsTheLargestUnitThatFits(long bytes, String text) {
        assertThat(SizeText.show(bytes)).isEqualTo(text);
    }

    @Test
    void pointer_escapesItsSteps() {
        assertThat(Pointer.to(Pointer.to("", "a/b~c"), 0)).isEqualTo("/a~1b~0c/0");
    }
}
