package dev.centrifuge;

import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SuggestionsTest {
    private static final List<String> COMMANDS = List.of("serve", "sink", "check", "demo", "bench");

    @Test
    void distance_countsEditsAndSwaps() {
        assertThat(Suggestions.distance("sink", "SINK")).isZero();
        assertThat(Suggestions.distance("snik", "sink")).isEqualTo(1);
        assertThat(Suggestions.distance("serv", "serve")).isEqualTo(1);
        assertThat(Suggestions.distance("", "demo")).isEqualTo(4);
        assertThat(Suggestions.distance("kitten", "sitting")).isEqualTo(3);
    }

    @Test
    void near_isTheNearest_orNothing() {
        assertThat(Suggestions.near("snik", COMMANDS)).contains("sink");
        assertThat(Suggestions.near("chekc", COMMANDS)).contains("check");
        assertThat(Suggestions.near("launch", COMMANDS)).isEmpty();
    }
}
