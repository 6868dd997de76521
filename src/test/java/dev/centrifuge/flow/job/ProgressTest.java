package dev.centrifuge.flow.job;

import dev.centrifuge.flow.job.Progress.Phase;
import dev.centrifuge.flow.job.Progress.Tally;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProgressTest {
    private static final Stretch ONE = new Stretch(0, 10, 10, 30, 0, null);
    private static final Stretch TWO = new Stretch(1, 0, 0, 20, 0, null);

    @Test
    void is_the_share_that_was_read() {
        Progress progress = Progress.WAITING.begin(List.of(ONE, TWO));
        assertThat(progress.share()).isZero();
        progress = progress.step(ONE.at(20), new Tally(10, 9, 8, 1));
        assertThat(progress.share()).isEqualTo(0.25);
        assertThat(progress.etaSeconds(0, 5_000)).isEqualTo(15);
        assertThat(progress.complete()).isFalse();
        progress = progress.step(ONE.at(30), new Tally(10, 1, 1, 0)).step(TWO.at(20), new Tally(20, 0, 0, 0));
        assertThat(progress.complete()).isTrue();
        assertThat(progress.share()).isEqualTo(1);
        assertThat(progress.copied()).isEqualTo(9);
        assertThat(progress.scanned()).isEqualTo(40);
    }

    @Test
    void nothing_to_read_is_all_of_it() {
        Progress progress = Progress.WAITING.begin(List.of());
        assertThat(progress.complete()).isTrue();
        assertThat(progress.share()).isEqualTo(1);
        assertThat(Progress.WAITING.share()).isZero();
    }

    @Test
    void a_stretch_goes_forward_only() {
        Stretch there = ONE.at(20);
        assertThat(there.passed(15)).isEqualTo(there);
        assertThat(there.passed(25).next()).isEqualTo(26);
        Stretch detour = there.by(new Stretch.Detour("crm", 100, 110));
        assertThat(detour.inside(99)).isEqualTo(detour);
        assertThat(detour.inside(104).detour()).isEqualTo(new Stretch.Detour("crm", 105, 110));
        assertThat(there.inside(104)).isEqualTo(there);
        assertThat(there.tail(7).tail(5).tail()).isEqualTo(7);
    }

    @Test
    void phases_end() {
        assertThat(Phase.WAITING.over()).isFalse();
        assertThat(Phase.RUNNING.over()).isFalse();
        assertThat(List.of(Phase.DONE, Phase.CANCELLED, Phase.FAILED)).allMatch(Phase::over);
        assertThat(Progress.WAITING.end(Phase.FAILED, "why", 7).endedAt()).isEqualTo(7);
    }
}
