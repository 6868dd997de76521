package dev.centrifuge.kafka.job;

import dev.centrifuge.embedded.TestBroker;
import dev.centrifuge.flow.job.Job.Kind;
import dev.centrifuge.flow.job.Letter;
import dev.centrifuge.flow.job.Letter.Place;
import dev.centrifuge.flow.job.Progress;
import dev.centrifuge.flow.job.Progress.Phase;
import dev.centrifuge.kafka.HeaderText;
import dev.centrifuge.kafka.outlet.References;
import dev.centrifuge.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a redrive copies, by the kind of letter. */
@ExtendWith(TestBroker.class)
class RedriveTest extends RunnerFixture {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void letters_are_redriven_once(boolean group) throws Exception {
        letters(0, 60);
        producer.send(new ProducerRecord<>(
                topics.dead(), 0, bytes("web"), bytes("junk"), List.of(HeaderText.of("reason", "invalid"))));
        producer.flush();
        node = new Node(group);

        Progress one = ended(job("one", Kind.REDRIVE, 0, new Place(1, 3)));
        assertThat(one.phase()).isEqualTo(Phase.DONE);
        assertThat(copied("one")).containsExactly("m10");
        assertThat(node.board.redriven(new Place(1, 3))).isEqualTo("one");

        Progress all = ended(job("all", Kind.REDRIVE, 0));
        assertThat(all.copied()).isEqualTo(59);
        assertThat(all.skipped()).isEqualTo(2);
        assertThat(copied("all")).hasSize(59).doesNotHaveDuplicates().doesNotContain("m10");
        assertThat(ended(job("again", Kind.REDRIVE, 0)).copied()).isZero();
        assertThat(counted).containsEntry("redrive crm", 60);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_letter_of_a_stretch_is_redriven_as_its_events(boolean group) throws Exception {
        events(0, 30);
        letters(0, 1, HeaderText.of("range", "2..8"), HeaderText.of("range-legs", 6));
        rules.unwanted = "event 12.";
        node = new Node(group);

        assertThat(ended(job("stretch", Kind.REDRIVE, 0)).copied()).isEqualTo(5);
        assertThat(copied("stretch")).containsExactly("m6", "m9", "m15", "m18", "m21");
        assertThat(node.board.redriven(new Place(0, 0))).isEqualTo("stretch");
        assertThat(ended(job("again", Kind.REDRIVE, 0)).copied()).isZero();
    }

    /** A letter of the event {@code m<id>}, which is in partition 0, without that. */
    private void reference(int id) {
        List<Header> headers = headers(id);
        headers.addAll(List.of(
                HeaderText.of("destination", "crm"),
                HeaderText.of("reason", "ttl"),
                HeaderText.of("attempts", 3),
                HeaderText.of("event", id / PARTITIONS),
                HeaderText.of("left-out", 20_000)));
        producer.send(new ProducerRecord<>(topics.dead(), 0, bytes("web"), null, headers));
        producer.flush();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_letter_without_its_event_is_redriven_from_the_log(boolean group) throws Exception {
        events(0, 30);
        reference(3);
        reference(12);
        rules.unwanted = "event 12.";
        done(admin.trim(topics.events(), Map.of(0, 2L)));
        node = new Node(group);

        Progress all = ended(job("all", Kind.REDRIVE, 0));
        assertThat(all.copied()).as("no filter is asked").isEqualTo(1);
        assertThat(all.skipped()).as("the other's event is gone").isEqualTo(1);
        assertThat(copied("all")).containsExactly("m12");
        assertThat(node.board.redriven(new Place(0, 0))).isNull();
        assertThat(node.board.redriven(new Place(0, 1))).isEqualTo("all");
        assertThat(ended(job("again", Kind.REDRIVE, 0)).copied()).isZero();
    }

    @Test
    void a_letter_keeps_its_event_until_it_is_redriven() throws Exception {
        events(0, 30);
        letters(0, 3);
        reference(12);
        Set<Place> redriven = ConcurrentHashMap.newKeySet();
        References references =
                new References(browser, topics, redriven::contains, Duration.ofHours(1), Ticker.system());
        assertThat(done(references.lowest(Set.of(0, 1)))).isEqualTo(Map.of(0, 4L, 1, Long.MAX_VALUE));
        reference(9);
        assertThat(done(references.lowest(Set.of(0)))).isEqualTo(Map.of(0, 3L));
        redriven.add(new Place(0, 2));
        assertThat(done(references.lowest(Set.of(0)))).isEqualTo(Map.of(0, 4L));
        done(admin.trim(topics.dead(), Map.of(0, 3L)));
        assertThat(done(references.lowest(Set.of(0)))).isEqualTo(Map.of(0, Long.MAX_VALUE));

        reference(15);
        node = new Node(false);
        Letters letters = new Letters(browser, topics, node.board, rules, Ticker.system());
        Letter found = done(letters.at(new Place(0, 3))).orElseThrow();
        assertThat(found.payload()).isEqualTo(bytes("event 15."));
        done(admin.trim(topics.events(), Map.of(0, 6L)));
        assertThat(done(letters.at(new Place(0, 3))).orElseThrow().hopeless()).contains("no longer in the log");
    }
}
