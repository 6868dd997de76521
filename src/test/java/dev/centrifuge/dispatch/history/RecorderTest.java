package dev.centrifuge.dispatch.history;

import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.PastAttempt;
import dev.centrifuge.event.PastAttempt.Next;
import dev.centrifuge.event.PastAttempt.Place;
import dev.centrifuge.event.PastAttempt.What;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RecorderTest {
    private final List<PastAttempt> passedOn = new ArrayList<>();

    private static PastAttempt attempt(String destination, String outcome, int at) {
        return new PastAttempt(
                at,
                "web",
                destination,
                "m" + at,
                1,
                outcome,
                200,
                "http_200",
                1,
                "",
                new Place("", 0, at),
                new Next(What.DELIVERED, 0, ""));
    }

    private static long wanted(double part) {
        Recorder recorder = new Recorder(part, attempt -> {});
        return IntStream.range(0, 10_000)
                .filter(i -> recorder.successes(new Envelope("web", "message-" + i, "track", 0, null, null)))
                .count();
    }

    @Test
    void a_part_of_the_events_is_looked_at() {
        assertThat(wanted(0)).isZero();
        assertThat(wanted(0.01)).isBetween(60L, 140L);
        assertThat(wanted(0.5)).isBetween(4_800L, 5_200L);
        assertThat(wanted(1)).isEqualTo(10_000);
    }

    @Test
    void the_last_failures_and_the_last_successes_of_each_destination_are_kept() {
        Recorder recorder = new Recorder(1, passedOn::add);
        recorder.ended(attempt("crm", "failed", 0));
        for (int i = 1; i <= 60; i++) {
            recorder.ended(attempt("crm", "delivered", i));
        }
        recorder.ended(attempt("crm", "failed", 61));

        List<PastAttempt> recent = recorder.recent("crm");

        assertThat(recent).hasSize(Recorder.MOST_EACH + 2);
        assertThat(recent.get(0)).isEqualTo(attempt("crm", "failed", 61));
        assertThat(recent.get(recent.size() - 1)).isEqualTo(attempt("crm", "failed", 0));
        assertThat(recent).extracting(PastAttempt::at).contains(11L).doesNotContain(10L);
        assertThat(passedOn).hasSize(62);
        assertThat(recorder.recent("other")).isEmpty();
    }

    @Test
    void many_destinations_have_fewer_each() {
        Recorder recorder = new Recorder(1, attempt -> {});
        for (int i = 0; i < 4_000; i++) {
            recorder.ended(attempt("d" + i, "failed", i));
        }
        for (int i = 0; i < 60; i++) {
            recorder.ended(attempt("d0", "failed", i));
        }

        assertThat(recorder.recent("d0")).hasSize(4);
    }

    @Test
    void who_is_removed_is_forgotten() {
        Recorder recorder = new Recorder(1, attempt -> {});
        recorder.ended(attempt("a", "failed", 1));
        recorder.ended(attempt("b", "failed", 2));

        recorder.retain(Set.of("b"));

        assertThat(recorder.recent("a")).isEmpty();
        assertThat(recorder.recent("b")).hasSize(1);
    }
}
