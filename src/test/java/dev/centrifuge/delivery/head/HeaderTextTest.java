package dev.centrifuge.delivery.head;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class HeaderTextTest {

    @ParameterizedTest
    @CsvSource({
        "a-1_B:/+=@, a-1_B:/+=@",
        "a.b, a~2eb",
        "a~b, a~7eb",
        "a b, a~20b",
        "é, ~c3~a9",
        "'a\r\nx: y', a~0d~0ax:~20y"
    })
    void webhookId_escapesWhatCannotStandInIt(String messageId, String expected) {
        assertThat(HeaderText.webhookId(messageId)).isEqualTo(expected);
    }

    @Test
    void ordinaryId_isNotEvenCopied() {
        String id = "ajs-next-1699999999999-0b6a5f0e-5f57-4c0c-9d3e-1f2a3b4c5d6e";

        assertThat(HeaderText.webhookId(id)).isSameAs(id);
    }

    @Test
    void visible_keepsDots() {
        assertThat(HeaderText.visible("web.eu ü")).isEqualTo("web.eu~20~c3~bc");
    }

    @Test
    void differentIds_stayDifferent_andHaveNoDot() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> letters = List.of("a", ".", "~", "2", "e", "7", " ", "é", "\n", "😀");
        Set<String> ids = new HashSet<>();
        Set<String> escaped = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            StringBuilder id = new StringBuilder();
            random.ints(random.nextInt(6), 0, letters.size()).forEach(n -> id.append(letters.get(n)));
            ids.add(id.toString());
            escaped.add(HeaderText.webhookId(id.toString()));
        }

        assertThat(escaped).as("seed %d", seed).hasSameSizeAs(ids).allMatch(text -> text.matches("[!-~&&[^.]]*"));
    }
}
