package dev.centrifuge.kafka.group;

import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import dev.centrifuge.event.Sighting;
import dev.centrifuge.flow.handover.CursorState;
import dev.centrifuge.flow.handover.Scope;
import dev.centrifuge.flow.handover.Whereabouts;
import dev.centrifuge.flow.handover.Whereabouts.State;
import dev.centrifuge.kafka.state.CountedLane;
import dev.centrifuge.kafka.state.StateCodec;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Where a leg is by what somebody else has committed. */
class CommittedLegsTest {
    private static final TopicPartition EVENTS = new TopicPartition("t.events", 1);

    private final StateCodec.Restorer restorer = new StateCodec.Restorer();
    private final CountedLane lane = new CountedLane(EVENTS, new StateCodec.Restorer());

    @BeforeEach
    void ten_were_read_of_which_two_are_open() {
        for (int offset = 0; offset < 10; offset++) {
            lane.progress.advance(offset);
        }
        lane.progress.take(3, "crm");
        lane.progress.take(4, "erp");
    }

    private Whereabouts find(long offset, String destination, String user) {
        lane.checkpoint().forEach(record -> restorer.accept(record.key(), record.value()));
        Envelope envelope = new Envelope("web", "id", "track", 1, null, null, null);
        Event event = new Event(envelope, user.getBytes(StandardCharsets.UTF_8), new byte[0]);
        return CommittedLegs.find(restorer, EVENTS.topic(), new Sighting(event, 1, offset, 1), destination);
    }

    private static Whereabouts known(State state) {
        return new Whereabouts(state, CommittedLegs.ANOTHER_NODE);
    }

    @Test
    void legs_that_are_not_open_are_done() {
        assertThat(find(3, "crm", "ann")).isEqualTo(known(State.IN_MEMORY));
        assertThat(find(3, "erp", "ann")).isEqualTo(Whereabouts.at(State.RESOLVED));
        assertThat(find(4, "erp", "ann")).isEqualTo(known(State.IN_MEMORY));
        assertThat(find(10, "crm", "ann")).isEqualTo(Whereabouts.at(State.UNREAD));
    }

    @Test
    void legs_behind_a_cursor_are_detached_by_the_smallest_scope() {
        lane.cursors.put(Scope.destination("crm"), new CursorState(6));
        lane.cursors.put(Scope.key("crm", "web", "bob".getBytes(StandardCharsets.UTF_8)), new CursorState(2));
        assertThat(find(5, "crm", "ann")).isEqualTo(Whereabouts.at(State.RESOLVED));
        assertThat(find(6, "crm", "ann")).isEqualTo(known(State.DETACHED));
        assertThat(find(5, "crm", "bob")).isEqualTo(known(State.DETACHED));
        assertThat(find(3, "crm", "ann")).as("open, below the cursor").isEqualTo(known(State.DETACHED));
        assertThat(find(6, "erp", "ann")).isEqualTo(Whereabouts.at(State.RESOLVED));
    }

    @Test
    void duplicates_have_no_legs() {
        // A run of 5 that are not suppressed, then one that is.
        lane.suppressed.put(0L, new byte[] {1, 5, 1});
        assertThat(find(5, "crm", "ann")).isEqualTo(Whereabouts.at(State.SUPPRESSED));
        assertThat(find(6, "crm", "ann")).isEqualTo(Whereabouts.at(State.RESOLVED));
    }

    @Test
    void a_partition_that_nobody_has_read_is_unread() {
        Envelope envelope = new Envelope("web", "id", "track", 1, null, null, null);
        Sighting seen = new Sighting(new Event(envelope, new byte[0], new byte[0]), 1, 0, 1);
        assertThat(CommittedLegs.find(restorer, EVENTS.topic(), seen, "crm")).isEqualTo(Whereabouts.at(State.UNREAD));
    }
}
