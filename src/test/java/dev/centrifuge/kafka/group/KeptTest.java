package dev.centrifuge.kafka.group;

import java.time.Duration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KeptTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Kept<Integer, String> kept = new Kept<>(2, Duration.ofSeconds(1));

    @Test
    void what_was_found_out_is_told_for_a_second() {
        kept.put(1, "one", 100);
        assertThat(kept.get(1, 99 + SECOND)).isEqualTo("one");
        assertThat(kept.get(1, 100 + SECOND)).isNull();
    }

    @Test
    void there_are_no_more_than_so_many_at_a_time() {
        kept.put(1, "one", 0);
        kept.put(2, "two", 1);
        kept.put(3, "three", 2);
        assertThat(kept.get(3, 3)).isNull();
        kept.put(3, "three", SECOND);
        assertThat(kept.get(3, SECOND)).as("the first has made room").isEqualTo("three");
        assertThat(kept.get(1, SECOND)).isNull();
    }

    @Test
    void what_is_known_anew_lasts_anew() {
        kept.put(1, "old", 0);
        kept.put(2, "two", 0);
        kept.put(1, "new", SECOND / 2);
        kept.expire(SECOND);
        assertThat(kept.get(1, SECOND)).isEqualTo("new");
    }
}
