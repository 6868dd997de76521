package dev.centrifuge.delivery;

import dev.centrifuge.payload.Prepared.Ready;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class UnderwayTest {
    private static final Ready READY = new Ready(new byte[0], "application/json", null, List.of());

    private final Underway underway = new Underway();
    private final List<Exchange> all = new ArrayList<>();

    /** Without an owner: nothing is sent here. */
    private Exchange started(int at) {
        Exchange exchange =
                new Exchange(null, new Attempt(Samples.event("m-" + at), 1), List.of(READY), new byte[0], at, 0);
        all.add(exchange);
        underway.add(exchange);
        return exchange;
    }

    private List<Long> inOrder() {
        List<Long> order = new ArrayList<>();
        for (Exchange e = underway.oldest(); e != null; e = e.younger) {
            order.add(e.startedAt);
        }
        return order;
    }

    @Test
    void exchanges_stayInTheOrderTheyStarted_whereverOneEnds() {
        for (int i = 0; i < 5; i++) {
            started(i);
        }
        underway.remove(all.get(2));
        assertThat(inOrder()).containsExactly(0L, 1L, 3L, 4L);
        underway.remove(all.get(0));
        underway.remove(all.get(4));
        assertThat(inOrder()).containsExactly(1L, 3L);
        started(5);
        assertThat(inOrder()).containsExactly(1L, 3L, 5L);
        List.of(all.get(1), all.get(5), all.get(3)).forEach(underway::remove);
        assertThat(underway.isEmpty()).isTrue();
    }

    @Test
    void ended_keepsNoNeighbour_soThatOneInTheOldGenerationKeepsNoneAlive() {
        for (int i = 0; i < 3; i++) {
            started(i);
        }
        List.of(all.get(0), all.get(2), all.get(1)).forEach(underway::remove);
        assertThat(all).allMatch(e -> e.older == null && e.younger == null);
    }
}
