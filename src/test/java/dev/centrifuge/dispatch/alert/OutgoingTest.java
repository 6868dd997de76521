package dev.centrifuge.dispatch.alert;

import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OutgoingTest {
    private final AlertCounts counts = new AlertCounts();
    private final Log log = new Log();
    private final Outgoing outgoing = new Outgoing(log, counts);
    private long nanos;

    /** Takes what it is given, and answers when it is told to. */
    private static final class Log implements AlertLog {
        private final List<List<Event>> appended = new ArrayList<>();
        private boolean available = true;
        private Promise<Void> answer = Promise.promise();

        @Override
        public boolean available() {
            return available;
        }

        @Override
        public Future<Void> append(List<Event> events) {
            appended.add(events);
            answer = Promise.promise();
            return answer.future();
        }

        private List<String> ids(int append) {
            return appended.get(append).stream()
                    .map(event -> event.envelope().id())
                    .toList();
        }
    }

    private void add(int number) {
        Envelope envelope = new Envelope("centrifuge", "m" + number, "track", 0, null, null);
        outgoing.add(Kind.DOWN, new Event(envelope, new byte[0], new byte[0]), nanos);
    }

    private void write(Duration later) {
        nanos += later.toNanos();
        outgoing.write(nanos);
    }

    @Test
    void one_appendIsUnderWayAtATime_andWhatFailsIsTriedAgain() {
        add(1);
        add(2);
        write(Duration.ZERO);
        add(3);
        write(Duration.ofSeconds(1));
        assertThat(log.appended).hasSize(1);

        log.answer.fail("away");
        write(Duration.ofSeconds(1));
        assertThat(log.ids(1)).containsExactly("m1", "m2", "m3");
        assertThat(counts.written()).containsEntry("down", 0L);
        log.answer.complete();
        write(Duration.ofSeconds(1));
        assertThat(log.appended).hasSize(2);
        assertThat(counts.written()).containsEntry("down", 3L);
    }

    @Test
    void nothingIsAskedOfALogThatIsAway_andAfterAMinuteTheyAreLost() {
        log.available = false;
        add(1);
        write(Outgoing.PATIENCE.minusSeconds(1));
        add(2);
        write(Duration.ofSeconds(1));
        log.available = true;
        write(Duration.ofSeconds(1));

        assertThat(log.appended).hasSize(1);
        assertThat(log.ids(0)).containsExactly("m2");
        assertThat(counts.lost()).containsEntry("late", 1L);
    }

    @Test
    void whatWaits_isBounded_andTheOldestMakesRoom() {
        for (int i = 0; i < 100; i++) {
            add(i);
        }
        write(Duration.ZERO);
        for (int i = 100; i < Outgoing.MOST + 103; i++) {
            add(i);
        }
        assertThat(counts.lost()).containsEntry("full", 3L);
        log.answer.fail("away");
        assertThat(counts.lost()).containsEntry("full", 103L);
        write(Duration.ZERO);
        assertThat(log.ids(1).get(0)).isEqualTo("m103");
    }

    @Test
    void whatNobodyWantsAnyMore_isNotWritten() {
        log.available = false;
        add(1);
        outgoing.clear();
        log.available = true;
        write(Duration.ZERO);
        assertThat(log.appended).isEmpty();
    }
}
