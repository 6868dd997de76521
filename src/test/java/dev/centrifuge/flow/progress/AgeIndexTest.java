package dev.centrifuge.flow.progress;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AgeIndexTest {
    private final AgeIndex ages = new AgeIndex();

    @Test
    void view_answersInAnyOrder_andForgetsNothing() {
        for (int i = 0; i < 100; i++) {
            ages.read(i * 10L, i * 1_000L);
        }
        AgeIndex.View view = ages.view();
        assertThat(view.appendedAt(995, -1)).isEqualTo(99_000);
        assertThat(view.appendedAt(505, -1)).isEqualTo(50_000);
        assertThat(view.appendedAt(0, -1)).isZero();
        assertThat(ages.appendedAt(15, -1)).isEqualTo(1_000);
        assertThat(ages.view().appendedAt(5, -1)).isEqualTo(-1);
        assertThat(view.appendedAt(5, -1)).isZero();
    }

    @Test
    void samples_areASecondApart_andThinnedWhenThereAreMany() {
        for (int i = 0; i < 100_000; i++) {
            ages.read(i, i * 500L);
        }
        assertThat(ages.view().appendedAt(1, -1)).isZero();
        long at = ages.view().appendedAt(99_999, -1);
        assertThat(at).isBetween(49_999_500L - 64_000, 49_999_500L);
        assertThat(ages.view().appendedAt(50_000, -1)).isBetween(25_000_000L - 64_000, 25_000_000L);
    }

    @Test
    void cut_forgetsWhatOtherRecordsWillBe() {
        ages.read(0, 1_000);
        ages.read(10, 5_000);
        ages.cut(10);
        assertThat(ages.view().appendedAt(10, -1)).isEqualTo(1_000);
    }
}
