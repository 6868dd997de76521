package dev.centrifuge.flow.job;

import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import dev.centrifuge.flow.Trail;
import dev.centrifuge.flow.job.Job.Kind;
import dev.centrifuge.flow.job.Letter.Place;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BatchTest {
    private static final Stretch ALL = new Stretch(3, 0, 0, 100, 0, null);
    private static final Pacer FREE = new Pacer(1e9, id -> 0);
    private static final long LATER = 10_000_000_000L;

    private final FakeRules rules = new FakeRules();
    private final Redriven redriven = new Redriven();

    private static Event event(String id, String body) {
        Envelope envelope = new Envelope("web", id, "track", 1_000, null, null);
        return new Event(envelope, new byte[] {1}, body.getBytes(StandardCharsets.UTF_8));
    }

    private static Letter letter(long offset, String destination, Letter.Range range) {
        Event event = event("m" + offset, "{}");
        return new Letter(
                new Place(3, offset),
                5_000 + offset,
                destination,
                "web",
                "m" + offset,
                "ttl",
                null,
                Trail.NONE,
                range,
                null,
                event,
                event.body(),
                null);
    }

    private static Job job(Kind kind, Criteria criteria, boolean force, Place... letters) {
        return new Job("j1", kind, criteria, List.of(letters), null, 0, force, 0, "ann", false);
    }

    private static Criteria to(String destination) {
        return new Criteria(destination, null, null, 0, Long.MAX_VALUE, null);
    }

    private Batch begun(Job job, Stretch stretch, Pacer pacer) {
        pacer.nanosUntil("crm", 0); // Its bucket fills from here on.
        return new Batch(job, stretch, rules, redriven, pacer, null, LATER);
    }

    private static List<Long> origins(Batch batch) {
        List<Long> origins = new ArrayList<>();
        batch.copies().forEach(copy -> origins.add(copy.origin()));
        return origins;
    }

    @Test
    void a_replay_copies_what_its_destination_wants() {
        rules.unwanted = "dull";
        Batch batch = begun(job(Kind.REPLAY, to("crm"), false), ALL, new Pacer(1e9, id -> 0));
        batch.event(4, 10, event("a", "{}"));
        batch.event(5, 11, event("b", "dull"));
        batch.event(6, 12, null);
        batch.event(8, 13, event("c", "broken"));
        batch.event(9, 14, event("d", "{}"));

        assertThat(origins(batch)).containsExactly(4L, 9L);
        assertThat(batch.stretch().next()).isEqualTo(10);
        assertThat(batch.tally()).isEqualTo(new Progress.Tally(5, 4, 2, 2));
        assertThat(batch.failures()).as("not left out silently").satisfies(failures -> {
            assertThat(failures.events()).isEqualTo(1);
            assertThat(failures.destination()).isEqualTo("crm");
            assertThat(failures.last()).hasMessage("the filter fails");
        });
    }

    @Test
    void a_replay_has_a_source_a_filter_and_an_end() {
        Criteria criteria = new Criteria("crm", "web", null, 0, 20, null);
        Job job = job(Kind.REPLAY, criteria, false);
        Batch batch = new Batch(job, ALL, rules, redriven, FREE, rules.filter("wanted"), LATER);
        FREE.nanosUntil("crm", 0);
        Envelope other = new Envelope("app", "x", "track", 0, null, null);

        assertThat(batch.event(1, 10, event("a", "wanted"))).isTrue();
        assertThat(batch.event(2, 11, event("b", "other"))).isTrue();
        assertThat(batch.event(3, 12, new Event(other, new byte[0], "wanted".getBytes(StandardCharsets.UTF_8))))
                .isTrue();
        assertThat(batch.event(4, 20, event("c", "wanted"))).isFalse();

        assertThat(origins(batch)).containsExactly(1L);
        assertThat(batch.stretch().done()).isTrue();
    }

    @Test
    void a_redrive_leaves_out_what_was_redriven_what_has_no_destination_and_whose_destination_is_gone() {
        redriven.mark("j0", List.of(new Place(3, 1)));
        Job job = job(Kind.REDRIVE, Criteria.ANY, false);
        Batch batch = begun(job, ALL, new Pacer(1e9, id -> 0));
        batch.letter(letter(1, "crm", null));
        batch.letter(letter(2, null, null));
        batch.letter(letter(3, "gone", null));
        batch.letter(letter(4, "crm", null));

        assertThat(origins(batch)).containsExactly(4L);
        assertThat(batch.marked()).containsExactly(new Place(3, 4));
        assertThat(batch.tally()).isEqualTo(new Progress.Tally(4, 4, 1, 3));
    }

    @Test
    void force_redrives_again() {
        redriven.mark("j0", List.of(new Place(3, 1)));
        Batch batch = begun(job(Kind.REDRIVE, Criteria.ANY, true), ALL, new Pacer(1e9, id -> 0));
        batch.letter(letter(1, "crm", null));

        assertThat(origins(batch)).containsExactly(1L);
    }

    @Test
    void letters_may_be_named_or_described() {
        Batch named = begun(job(Kind.REDRIVE, Criteria.ANY, false, new Place(3, 2)), ALL, new Pacer(1e9, id -> 0));
        named.letter(letter(1, "crm", null));
        named.letter(letter(2, "crm", null));
        assertThat(origins(named)).containsExactly(2L);

        Criteria recent = new Criteria("crm", "web", "ttl", 5_002, 5_004, "{");
        Batch described = begun(job(Kind.REDRIVE, recent, false), ALL, new Pacer(1e9, id -> 0));
        for (int i = 1; i < 6; i++) {
            described.letter(letter(i, "crm", null));
        }
        assertThat(origins(described)).containsExactly(2L, 3L);
        assertThat(described.stretch().done()).as("nothing later is younger").isTrue();
    }

    @Test
    void a_letter_that_stands_for_a_stretch_is_a_detour_through_its_events() {
        Job job = job(Kind.REDRIVE, Criteria.ANY, false);
        Batch first = begun(job, ALL, new Pacer(1e9, id -> 0));
        assertThat(first.letter(letter(7, "crm", new Letter.Range(20, 23, 3)))).isFalse();
        assertThat(first.copies()).isEmpty();
        assertThat(first.stretch()).isEqualTo(new Stretch(3, 0, 7, 100, 0, new Stretch.Detour("crm", 20, 23)));

        Batch second = begun(job, first.stretch(), new Pacer(1e9, id -> 0));
        second.event(20, 1, event("a", "{}"));
        second.event(22, 2, event("b", "{}"));
        second.passed(22);
        assertThat(second.stretch().detour()).isEqualTo(new Stretch.Detour("crm", 23, 23));
        second.passed(23);
        assertThat(second.copies()).extracting(Batch.Copy::inside).containsExactly(20L, 22L);
        assertThat(second.marked()).containsExactly(new Place(3, 7));
        assertThat(second.stretch().next()).isEqualTo(8);
        assertThat(second.stretch().detour()).isNull();
    }

    @Test
    void what_the_pace_keeps_is_read_again() {
        rules.rates.put("crm", 40.0);
        Pacer pacer = new Pacer(0, rules::rate);
        Batch batch = begun(job(Kind.REPLAY, to("crm"), false), ALL, pacer);
        // A fifth of 40 a second, a quarter of a second at once.
        assertThat(batch.event(1, 0, event("a", "{}"))).isTrue();
        assertThat(batch.event(2, 0, event("b", "{}"))).isTrue();
        assertThat(batch.event(3, 0, event("c", "{}"))).isFalse();

        assertThat(batch.stretch().next()).isEqualTo(3);
        assertThat(batch.waitNanos()).isEqualTo(125_000_000);
        assertThat(batch.tally().scanned()).isEqualTo(2);
    }

    @Test
    void a_batch_is_bounded() {
        Batch batch = begun(job(Kind.REPLAY, to("crm"), false), ALL, new Pacer(1e9, id -> 0));
        long offset = 0;
        while (batch.event(offset, 0, event("a", "{}"))) {
            offset++;
        }
        assertThat(batch.copies()).hasSize(500);
    }
}
