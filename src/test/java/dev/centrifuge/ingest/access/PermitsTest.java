package dev.centrifuge.ingest.access;

import io.vertx.core.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PermitsTest {

    private final Permits permits = new Permits(100);

    @Test
    void they_are_never_more_than_there_are_unless_one_request_is_alone() {
        assertThat(permits.tryAcquire(0, 60)).isTrue();
        assertThat(permits.tryAcquire(0, 41)).isFalse();
        assertThat(permits.tryAcquire(0, 40)).isTrue();
        permits.release(40);
        assertThat(permits.tryAcquire(60, 1000)).isTrue();
        assertThat(permits.used()).isEqualTo(1060);
        assertThat(permits.tryAcquire(0, 1)).isFalse();
    }

    @Test
    void what_all_loops_took_and_gave_back_is_nothing() {
        IntStream.range(0, 10_000).parallel().forEach(i -> {
            if (permits.tryAcquire(0, 1 + i % 60)) {
                assertThat(permits.used()).isLessThanOrEqualTo(100);
                permits.release(1 + i % 60);
            }
        });
        assertThat(permits.used()).isZero();
    }

    @Test
    void drained_is_when_the_last_is_given_back() {
        permits.tryAcquire(0, 10);
        permits.tryAcquire(0, 20);
        Future<Void> drained = permits.drain();
        assertThat(permits.draining()).isTrue();
        permits.release(10);
        assertThat(drained.isComplete()).isFalse();
        permits.release(20);
        assertThat(drained.succeeded()).isTrue();
    }
}
