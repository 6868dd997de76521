package dev.centrifuge.ingest.json;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class IsoTimeTest {

    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final long FIRST = Instant.parse("0000-01-01T00:00:00Z").toEpochMilli();
    private static final long LAST = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

    private static long parse(String text) {
        byte[] bytes = ("xx" + text + "yy").getBytes(StandardCharsets.UTF_8);
        return IsoTime.parse(bytes, 2, bytes.length - 2);
    }

    private static String write(long millis) {
        byte[] out = new byte[IsoTime.LENGTH];
        IsoTime.write(millis, out, 0);
        return new String(out, StandardCharsets.US_ASCII);
    }

    @Test
    void any_time_of_four_digit_years_is_written_and_read_as_the_jdk_does() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 4_000; i++) {
            long millis = FIRST + (long) (random.nextDouble() * (LAST - FIRST));
            String text = MILLIS.format(Instant.ofEpochMilli(millis));
            assertThat(write(millis)).as("seed %d", seed).isEqualTo(text);
            assertThat(parse(text)).as("seed %d", seed).isEqualTo(millis);
            OffsetDateTime elsewhere = Instant.ofEpochMilli(millis)
                    .atOffset(ZoneOffset.ofHoursMinutes(random.nextInt(13), random.nextInt(60)));
            assertThat(parse(elsewhere.format(DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx"))))
                    .as("seed %d", seed)
                    .isEqualTo(millis);
        }
        assertThat(write(FIRST)).isEqualTo("0000-01-01T00:00:00.000Z");
        assertThat(write(LAST)).isEqualTo("9999-12-31T23:59:59.999Z");
    }

    @Test
    void what_has_more_than_four_digits_is_not_writable() {
        assertThat(IsoTime.writable(FIRST) && IsoTime.writable(LAST)).isTrue();
        assertThat(IsoTime.writable(FIRST - 1) || IsoTime.writable(LAST + 1)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "2024-02-29T12:34:56Z,2024-02-29T12:34:56Z", "2024-02-29t12:34:56z,2024-02-29T12:34:56Z",
        "2024-02-29 12:34:56Z,2024-02-29T12:34:56Z", "2024-02-29T12:34:56.1Z,2024-02-29T12:34:56.1Z",
        "2024-02-29T12:34:56.123456789Z,2024-02-29T12:34:56.123Z", "2024-02-29T12:34:56+02,2024-02-29T10:34:56Z",
        "2024-02-29T12:34:56-0130,2024-02-29T14:04:56Z", "2024-02-29T12:34:56.5+05:30,2024-02-29T07:04:56.5Z"
    })
    void offsets_and_fractions_of_all_kinds_are_read(String text, String same) {
        assertThat(parse(text)).isEqualTo(Instant.parse(same).toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2024",
                "2024-02-29",
                "2024-02-29T12:34:56",
                "2024-02-29T12:34Z",
                "2023-02-29T12:34:56Z",
                "1900-02-29T00:00:00Z",
                "2024-13-01T00:00:00Z",
                "2024-00-01T00:00:00Z",
                "2024-04-31T00:00:00Z",
                "2024-01-01T24:00:00Z",
                "2024-01-01T00:60:00Z",
                "2024-01-01T00:00:60Z",
                "2024-01-01T00:00:00.Z",
                "2024-01-01T00:00:00.1234567890Z",
                "2024-01-01T00:00:00+1",
                "2024-01-01T00:00:00+24:00",
                "2024-01-01T00:00:00+01:60",
                "2024-01-01T00:00:00+01-30",
                "2024-01-01T00:00:00ZZ",
                "2024/01/01T00:00:00Z",
                "202a-01-01T00:00:00Z",
                "+2024-01-01T00:00:00Z",
                "2024-01-01T00:00:00.123Z and more text, long enough"
            })
    void anything_else_is_invalid(String text) {
        assertThat(parse(text)).isEqualTo(IsoTime.INVALID);
    }
}
