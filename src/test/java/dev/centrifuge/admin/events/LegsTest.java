package dev.centrifuge.admin.events;

import dev.centrifuge.admin.events.EventPort.LegPlace;
import dev.centrifuge.admin.events.EventPort.Where;
import dev.centrifuge.admin.events.EventView.LegView;
import dev.centrifuge.dispatch.Dispatcher.Routed;
import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import dev.centrifuge.event.Letter;
import dev.centrifuge.event.PastAttempt;
import dev.centrifuge.event.PastAttempt.Next;
import dev.centrifuge.event.PastAttempt.Place;
import dev.centrifuge.event.PastAttempt.What;
import dev.centrifuge.event.Sighting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LegsTest {
    private final List<PastAttempt> attempts = new ArrayList<>();
    private final List<Letter> letters = new ArrayList<>();
    private boolean wanted = true;

    static Sighting seen(String source, int partition, long offset, long receivedAt) {
        Envelope envelope = new Envelope(source, "m1", "track", receivedAt, null, null);
        return new Sighting(new Event(envelope, new byte[1], "{}".getBytes()), partition, offset, receivedAt);
    }

    private static PastAttempt attempt(long at, int number, Place place, Next next) {
        return new PastAttempt(at, "web", "crm", "m1", number, "failed", 500, "http_500", 1_500, "no", place, next);
    }

    private void attempt(long at, int number, What next, long nextAt, String detail) {
        attempts.add(attempt(at, number, new Place("", 0, 7), new Next(next, nextAt, detail)));
    }

    private LegView leg(Where where, String why) {
        Sighting seen = seen("web", 0, 7, 1_000);
        Legs legs = new Legs(seen, List.of(seen), List.of(new Routed("crm", wanted)), attempts, letters);
        List<LegView> views = legs.views(Map.of("crm", new LegPlace(where, why)));
        assertThat(views).hasSize(1);
        return views.get(0);
    }

    private String state(Where where) {
        LegView leg = leg(where, "");
        return leg.why() == null ? leg.state() : leg.state() + " " + leg.why();
    }

    @Test
    void what_nothing_was_written_about_is_known_by_the_log_thread() {
        assertThat(state(Where.RESOLVED)).isEqualTo("delivered");
        assertThat(state(Where.IN_MEMORY)).isEqualTo("pending");
        assertThat(state(Where.UNREAD)).isEqualTo("pending unread");
        assertThat(state(Where.SUPPRESSED)).isEqualTo("duplicate");
        assertThat(state(Where.ELSEWHERE)).isEqualTo("unknown another_node");
        LegView detached = leg(Where.DETACHED, "closed");
        assertThat(detached.state()).isEqualTo("detached");
        assertThat(detached.why()).isEqualTo("closed");
        LegView elsewhere = leg(Where.IN_MEMORY, "another_node");
        assertThat(elsewhere.state()).isEqualTo("pending");
        assertThat(elsewhere.why()).isEqualTo("another_node");
        assertThat(leg(Where.ELSEWHERE, "not_read").why()).isEqualTo("not_read");
    }

    @Test
    void what_is_not_for_a_destination_is_filtered() {
        wanted = false;

        assertThat(state(Where.RESOLVED)).isEqualTo("filtered");
        assertThat(state(Where.UNREAD)).isEqualTo("filtered");
    }

    @Test
    void the_last_attempt_says_what_comes_next() {
        attempt(2_000, 1, What.RETRY, 3_000, "");
        assertThat(leg(Where.IN_MEMORY, "").nextAt()).isEqualTo("1970-01-01T00:00:03Z");
        assertThat(state(Where.IN_MEMORY)).isEqualTo("pending");
        assertThat(state(Where.RESOLVED)).isEqualTo("delivered");

        attempt(3_000, 2, What.DELAYED, 33_000, "30s");
        assertThat(state(Where.RESOLVED)).isEqualTo("delayed 30s");
        assertThat(leg(Where.RESOLVED, "").nextAt()).isEqualTo("1970-01-01T00:00:33Z");

        attempts.add(attempt(33_000, 3, new Place("30s", 0, 2), new Next(What.DELIVERED, 0, "")));
        assertThat(state(Where.RESOLVED)).isEqualTo("delivered");
        assertThat(leg(Where.RESOLVED, "").attempts())
                .extracting(AttemptView::attempt)
                .containsExactly(1, 2, 3);
    }

    @Test
    void a_leg_that_was_given_back_is_where_the_log_thread_says() {
        attempt(2_000, 1, What.DETACHED, 0, "");

        assertThat(leg(Where.DETACHED, "probing").why()).isEqualTo("probing");
        assertThat(state(Where.IN_MEMORY)).isEqualTo("pending");
        assertThat(state(Where.RESOLVED)).isEqualTo("delivered");
    }

    @Test
    void a_dead_letter_has_its_id_and_reason() {
        attempt(2_000, 1, What.DEAD, 0, "http_400");
        assertThat(state(Where.RESOLVED)).isEqualTo("dead http_400");
        letters.add(new Letter(0, 17, "web", "crm", "ttl", 2_500, 1, new Place("30s", 0, 3)));

        LegView leg = leg(Where.RESOLVED, "");

        assertThat(leg.state()).isEqualTo("dead");
        assertThat(leg.why()).isEqualTo("ttl");
        assertThat(leg.letter()).isEqualTo("0-17");
    }

    @Test
    void a_destination_that_is_not_configured_any_more_has_what_was_written() {
        Sighting seen = seen("web", 0, 7, 1_000);
        attempt(2_000, 1, What.DEAD, 0, "http_400");

        Legs legs = new Legs(seen, List.of(seen), List.of(), attempts, letters);

        assertThat(legs.destinations()).containsExactly("crm");
        assertThat(legs.views(Map.of())).extracting(LegView::state).containsExactly("dead");
    }

    @Test
    void what_waited_belongs_to_the_event_that_came_before() {
        Sighting first = seen("web", 0, 7, 1_000);
        Sighting again = seen("web", 0, 9, 5_000);
        Sighting other = seen("app", 0, 8, 1_500);
        List<Sighting> all = List.of(again, other, first);

        assertThat(Legs.owner("web", new Place("", 0, 7), 9_000, all)).isSameAs(first);
        assertThat(Legs.owner("web", new Place("30s", 0, 1), 4_000, all)).isSameAs(first);
        assertThat(Legs.owner("web", new Place("30s", 0, 2), 6_000, all)).isSameAs(again);
        assertThat(Legs.owner("app", new Place("30s", 0, 3), 6_000, all)).isSameAs(other);
        assertThat(Legs.owner("web", new Place("", 0, 99), 6_000, all)).isNull();
        assertThat(Legs.owner("web", new Place("30s", 1, 3), 6_000, all)).isNull();
    }
}
