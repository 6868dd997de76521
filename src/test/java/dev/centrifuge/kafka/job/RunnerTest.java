package dev.centrifuge.kafka.job;

import dev.centrifuge.embedded.TestBroker;
import dev.centrifuge.flow.job.Criteria;
import dev.centrifuge.flow.job.Job;
import dev.centrifuge.flow.job.Job.Kind;
import dev.centrifuge.flow.job.Letter.Place;
import dev.centrifuge.flow.job.Progress;
import dev.centrifuge.flow.job.Progress.Phase;
import dev.centrifuge.kafka.HeaderText;
import dev.centrifuge.time.Ticker;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** How a job goes on, ends, waits and fails. */
@ExtendWith(TestBroker.class)
class RunnerTest extends RunnerFixture {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_replay_goes_on_where_a_node_has_left_it(boolean group) throws Exception {
        events(0, 300);
        node = new Node(group);
        put(job("replay", Kind.REPLAY, 200));
        await().atMost(SOON).until(() -> progress("replay").copied() > 20);
        node.close();
        long before = copied("replay").size();
        assertThat(before).isLessThan(300);

        node = new Node(group);
        await().atMost(SOON).until(() -> progress("replay").phase().over());
        assertThat(copied("replay")).hasSize(300).doesNotHaveDuplicates();
        assertThat(progress("replay").copied()).isEqualTo(300);
        assertThat(progress("replay").phase()).isEqualTo(Phase.DONE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false})
    void copies_that_are_not_on_record_are_found(boolean group) throws Exception {
        letters(0, 300);
        node = new Node(group);
        put(job("redrive", Kind.REDRIVE, 100));
        await().atMost(SOON).until(() -> progress("redrive").copied() > 20);
        node.runner.close();
        // What its last step recorded is read back a moment later.
        await().atMost(SOON)
                .until(() -> progress("redrive").copied() == copied("redrive").size());
        node.close();
        // As if it had died between the two: the copies of each partition's next three letters are there.
        Progress recorded = progress("redrive");
        recorded.stretches().forEach(stretch -> {
            for (long offset = stretch.next(); offset < stretch.next() + 3; offset++) {
                List<Header> headers = headers((int) (offset * PARTITIONS + stretch.partition()));
                headers.add(HeaderText.of("replay", "redrive"));
                headers.add(HeaderText.of("copied", offset));
                producer.send(new ProducerRecord<>(
                        topics.replay(), stretch.partition(), bytes("key"), bytes("letter"), headers));
            }
        });
        producer.flush();

        node = new Node(group);
        await().atMost(SOON).until(() -> progress("redrive").phase().over());
        assertThat(copied("redrive")).hasSize(300).doesNotHaveDuplicates();
        assertThat(progress("redrive").copied()).isEqualTo(300);
        assertThat(ended(job("again", Kind.REDRIVE, 0)).copied()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_cancelled_job_copies_no_more(boolean group) throws Exception {
        events(0, 600);
        node = new Node(group);
        Job job = job("replay", Kind.REPLAY, 50);
        put(job);
        await().atMost(SOON).until(() -> progress("replay").copied() > 0);
        put(job.cancel());
        await().atMost(SOON).until(() -> progress("replay").phase() == Phase.CANCELLED);

        assertThat(copied("replay")).hasSize((int) progress("replay").copied()).hasSizeLessThan(600);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false})
    void nothing_is_copied_while_much_is_unfinished(boolean group) throws Exception {
        events(0, 30);
        unfinished = 2_000;
        node = new Node(group);
        put(job("held", Kind.REPLAY, 0));
        await().atMost(SOON).until(() -> progress("held").phase() == Phase.RUNNING);
        put(job("gone", Kind.REDRIVE, 0).cancel());
        await().atMost(SOON).until(() -> progress("gone").phase().over());
        assertThat(copied("held")).isEmpty();

        unfinished = 0;
        await().atMost(SOON).until(() -> progress("held").phase().over());
        assertThat(copied("held")).hasSize(30);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false})
    void what_makes_no_sense_fails_with_the_reason(boolean group) throws Exception {
        node = new Node(group);
        Criteria nobody = new Criteria("gone", null, null, 0, Long.MAX_VALUE, null);
        Job job = new Job("gone", Kind.REPLAY, nobody, List.of(), null, 0, false, 1, "ann", false);
        assertThat(ended(job).reason()).isEqualTo("the destination is not configured");
        Criteria crm = new Criteria("crm", null, null, 0, Long.MAX_VALUE, null);
        Job broken = new Job("broken", Kind.REPLAY, crm, List.of(), " ", 0, false, 2, "ann", false);
        assertThat(ended(broken).reason()).isEqualTo("an empty expression");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false})
    void a_dry_run_counts_and_copies_nothing(boolean group) throws Exception {
        events(0, 30);
        letters(0, 6, HeaderText.of("range", "0..5"));
        node = new Node(group);
        Letters found = new Letters(browser, topics, node.board, rules, Ticker.system());

        assertThat(done(found.count(job("count", Kind.REDRIVE, 0))).copied()).isEqualTo(30);
        Progress replay = done(found.count(job("count", Kind.REPLAY, 0)));
        assertThat(replay.copied()).isEqualTo(30);
        assertThat(replay.phase()).isEqualTo(Phase.DONE);
        assertThat(copied("count")).isEmpty();
        assertThat(done(found.search(new Criteria("crm", null, null, 0, Long.MAX_VALUE, "letter 4."), 10, null))
                        .items())
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.place()).isEqualTo(new Place(1, 1));
                    assertThat(letter.range()).isNotNull();
                    assertThat(letter.trail().attempts()).isEqualTo(3);
                });
    }
}
