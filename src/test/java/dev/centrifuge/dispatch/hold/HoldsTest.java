package dev.centrifuge.dispatch.hold;

import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.delivery.Answer;
import dev.centrifuge.delivery.HandTicker;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HoldsTest {
    private static final Answer ANSWER = new Answer(410, "http_410", "", 1);
    private static final DestinationConfig CRM = DestinationConfig.to("crm", URI.create("https://a.example"));

    private final Map<String, byte[]> kept = new LinkedHashMap<>();
    private final Queue<Runnable> later = new ArrayDeque<>();
    private final List<String> changed = new ArrayList<>();
    private boolean broken;
    private final Holds holds = new Holds(this::keep, new HandTicker(), later::add);

    private CompletionStage<Void> keep(String id, byte @Nullable [] value) {
        if (broken) {
            return CompletableFuture.failedFuture(new IllegalStateException("no broker"));
        }
        if (value == null) {
            kept.remove(id);
        } else {
            kept.put(id, value);
        }
        holds.record(id, value);
        return CompletableFuture.completedFuture(null);
    }

    private Holds restarted() {
        Holds other = new Holds(this::keep, new HandTicker(), later::add);
        kept.forEach(other::record);
        return other;
    }

    @Test
    void pause_isOnRecord_andEndsWithResume() {
        holds.onChange(changed::add);
        Pause pause = new Pause("ann from 127.0.0.1", 42, "they asked for it");
        assertThat(holds.pause("crm", pause)).isCompleted();
        assertThat(holds.paused("crm")).isEqualTo(pause);
        assertThat(restarted().paused("crm")).isEqualTo(pause);
        assertThat(holds.paused("ads")).isNull();
        assertThat(holds.resume("crm")).isCompleted();
        assertThat(holds.paused("crm")).isNull();
        assertThat(kept).isEmpty();
        assertThat(changed).containsExactly("crm", "crm");
    }

    @Test
    void pause_thatCannotBeWritten_doesNotHold() {
        broken = true;
        assertThat(holds.pause("crm", new Pause("ann", 42, null))).isCompletedExceptionally();
        assertThat(holds.paused("crm")).isNull();
    }

    @Test
    void gone_holdsAtOnce_andIsWrittenAsSoonAsThatCanBeDone() {
        broken = true;
        holds.gone(CRM, ANSWER);
        assertThat(holds.gone(CRM)).isNotNull();
        assertThat(kept).isEmpty();
        later.remove().run();
        assertThat(later).hasSize(1);
        broken = false;
        later.remove().run();
        assertThat(later).isEmpty();
        assertThat(restarted().gone(CRM)).isEqualTo(holds.gone(CRM));
    }

    @Test
    void gone_isNotWrittenLater_whereItWasResumedMeanwhile() {
        broken = true;
        holds.gone(CRM, ANSWER);
        broken = false;
        assertThat(holds.resume("crm")).isCompleted();
        later.remove().run();
        assertThat(kept).isEmpty();
        assertThat(holds.gone(CRM)).isNull();
    }

    @Test
    void gone_isOfOneConfiguration() {
        holds.gone(CRM, ANSWER);
        assertThat(holds.gone(DestinationConfig.to("crm", URI.create("https://a.example"))))
                .isNotNull();
        assertThat(holds.gone(DestinationConfig.to("crm", URI.create("https://b.example"))))
                .isNull();
        assertThat(holds.gone(DestinationConfig.to("ads", URI.create("https://a.example"))))
                .isNull();
    }

    @Test
    void pauseAndGone_doNotOverwriteEachOther() {
        assertThat(holds.pause("crm", new Pause("ann", 42, null))).isCompleted();
        holds.gone(CRM, ANSWER);
        assertThat(kept).containsOnlyKeys("crm", "crm/gone");
        assertThat(holds.resume("crm")).isCompleted();
        assertThat(kept).isEmpty();
    }

    @Test
    void whatANewerVersionWrote_isUnderstood_andNonsenseIsNot() {
        holds.record("crm", "{\"by\":\"ann\",\"at\":1,\"until\":2}".getBytes(UTF_8));
        assertThat(holds.paused("crm")).isEqualTo(new Pause("ann", 1, null));
        assertThatThrownBy(() -> holds.record("crm", "nonsense".getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
