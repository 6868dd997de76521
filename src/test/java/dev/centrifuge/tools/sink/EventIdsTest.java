package dev.centrifuge.tools.sink;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EventIdsTest {

    @Test
    void event_isKnownByItsOwnMessageId() {
        assertThat(read("{\"properties\":{\"messageId\":\"inner\"},\"messageId\":\"a\",\"id\":\"x\"}"))
                .containsExactly("a");
    }

    @Test
    void cloudEvent_isKnownByItsId() {
        assertThat(read("{\"specversion\":\"1.0\",\"id\":\"c1\",\"data\":{\"id\":\"inner\"}}"))
                .containsExactly("c1");
    }

    @Test
    void batches_ofEveryFormat_giveEachEventsId() {
        assertThat(read("[{\"messageId\":\"a\"},{\"messageId\":\"b\"}]")).containsExactly("a", "b");
        assertThat(read("{\"messageId\":\"a\"}\n{\"messageId\":\"b\"}\n")).containsExactly("a", "b");
        assertThat(read("{\"batch\":[{\"messageId\":\"a\"},{\"messageId\":\"b\"}],\"messageId\":\"whole\"}"))
                .containsExactly("a", "b");
    }

    @Test
    void body_withoutAnId_isUnreadable() {
        assertThat(read("{\"event\":\"x\"}")).isNull();
        assertThat(read("[{\"messageId\":\"a\"},{}]")).isNull();
        assertThat(read("[1]")).isNull();
        assertThat(read("{\"messageId\":1}")).isNull();
        assertThat(read("")).isNull();
        assertThat(read("{\"messageId\":\"a\"")).isNull();
        assertThat(read("hello")).isNull();
    }

    private static List<String> read(String body) {
        return EventIds.read(body.getBytes(StandardCharsets.UTF_8));
    }
}
