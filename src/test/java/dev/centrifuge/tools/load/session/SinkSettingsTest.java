package dev.centrifuge.tools.load.session;

import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SinkSettingsTest {

    @Test
    void modes_areOfAll_orOfSome() {
        assertThat(SinkSettings.modes(0, List.of())).isEmpty();
        assertThat(SinkSettings.modes(2, List.of())).containsExactly("ok", "ok");
        assertThat(SinkSettings.modes(3, List.of("slow:delay=5ms"))).containsOnly("slow:delay=5ms");
        assertThat(SinkSettings.modes(5, List.of("3:hang", "slow", "4-5:flap:up=1s,down=1s", "5:down")))
                .containsExactly("slow", "slow", "hang", "flap:up=1s,down=1s", "down");
    }

    @Test
    void nonsense_isRefusedInWords() {
        assertThatThrownBy(() -> SinkSettings.modes(2, List.of("3:hang")))
                .hasMessage("'3:hang' is of no sink: they are 1 to 2");
        assertThatThrownBy(() -> SinkSettings.modes(2, List.of("0:hang"))).hasMessageContaining("of no sink");
        assertThatThrownBy(() -> SinkSettings.modes(2, List.of("2-1:hang"))).hasMessageContaining("of no sink");
        assertThatThrownBy(() -> SinkSettings.modes(1, List.of("path"))).hasMessage("'path' is not a mode of one sink");
        assertThatThrownBy(() -> SinkSettings.modes(0, List.of("ok"))).hasMessageContaining("--sinks");
        assertThatThrownBy(() -> SinkSettings.modes(1_001, List.of())).hasMessageContaining("0 to 1000");
    }
}
