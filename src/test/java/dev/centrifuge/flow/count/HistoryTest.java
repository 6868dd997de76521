package dev.centrifuge.flow.count;

import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HistoryTest {
    private final History history = new History();

    private void second(long second, long delivered) {
        FunnelRow busy = new FunnelRow("busy", "", delivered, 0, 0, delivered, 0, 0, 0, 0, 0);
        FunnelRow quiet = new FunnelRow("quiet", "", 7, 0, 0, 7, 0, 0, 0, 0, 0);
        history.add(
                new Funnel(second * 1_000, busy.plus(quiet).named("", ""), List.of(busy, quiet), List.of(), List.of()));
    }

    @Test
    void total_hasTheLastTenMinutesBySeconds_andTheLastDayByMinutes() {
        for (long second = 0; second < 2 * 86_400; second++) {
            second(second, second);
        }
        List<History.Sample> minutes = history.total(false);
        assertThat(minutes).hasSize(600);
        assertThat(minutes.get(599).at() - minutes.get(0).at()).isEqualTo(599_000);
        assertThat(minutes.get(599).delivered()).isEqualTo(2 * 86_400 - 1 + 7);
        List<History.Sample> day = history.total(true);
        assertThat(day).hasSize(1_440);
        assertThat(day.get(0).at()).isEqualTo(86_400_000);
    }

    @Test
    void destinations_haveOne_onlyWithTraffic() {
        for (long second = 0; second < 100; second++) {
            second(second, second);
        }
        assertThat(history.destination("quiet", false)).isEmpty();
        assertThat(history.destination("nobody", true)).isEmpty();
        assertThat(history.destination("busy", false))
                .extracting(History.Sample::at)
                .containsExactly(
                        1_000L, 10_000L, 20_000L, 30_000L, 40_000L, 50_000L, 60_000L, 70_000L, 80_000L, 90_000L);
        assertThat(history.destination("busy", true)).hasSize(1);
    }
}
