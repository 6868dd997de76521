package dev.centrifuge.kafka.job;

import dev.centrifuge.event.Event;
import dev.centrifuge.flow.job.Batch;
import dev.centrifuge.flow.job.Job;
import dev.centrifuge.flow.job.Letter;
import dev.centrifuge.flow.job.Pacer;
import dev.centrifuge.flow.job.Redriven;
import dev.centrifuge.flow.job.Rules;
import dev.centrifuge.flow.job.Stretch;
import dev.centrifuge.flow.job.Stretch.Detour;
import dev.centrifuge.kafka.RecordCodec;
import dev.centrifuge.kafka.Topics;
import dev.centrifuge.kafka.browse.Tape;
import dev.centrifuge.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Where a job reads, and its steps. Blocks; belongs to the thread of its tape. */
final class Course {
    private final Job job;
    private final Topics topics;
    private final Rules rules;
    private final Redriven redriven;
    private final Pacer pacer;
    private final @Nullable Predicate<Event> filter;
    private final Ticker ticker;
    private final LetterCodec letters = new LetterCodec();
    private final RecordCodec events = new RecordCodec();

    /** @throws IllegalArgumentException where the job's filter is none, with the reason for people */
    Course(Job job, Topics topics, Rules rules, Redriven redriven, Pacer pacer, Ticker ticker) {
        this.job = job;
        this.topics = topics;
        this.rules = rules;
        this.redriven = redriven;
        this.pacer = pacer;
        this.filter = job.filter() == null ? null : rules.filter(job.filter());
        this.ticker = ticker;
    }

    private boolean replay() {
        return job.kind() == Job.Kind.REPLAY;
    }

    private String topic() {
        return replay() ? topics.events() : topics.dead();
    }

    /** What there is to read now. */
    List<Stretch> plan(Tape tape) {
        Collection<Integer> all =
                IntStream.range(0, tape.partitions(topic())).boxed().toList();
        if (!job.letters().isEmpty()) {
            Set<Integer> named =
                    job.letters().stream().map(Letter.Place::partition).collect(Collectors.toSet());
            all = all.stream().filter(named::contains).toList();
        }
        Map<Integer, Tape.Extent> extents = tape.extents(topic(), all);
        Map<Integer, Tape.Extent> tails = tape.extents(topics.replay(), all);
        long since = job.criteria().since();
        Map<Integer, Long> firsts = since > 0 ? tape.firstSince(topic(), all, since) : Map.of();
        List<Stretch> plan = new ArrayList<>();
        extents.forEach((partition, extent) -> {
            long first = since > 0 ? firsts.getOrDefault(partition, extent.end()) : extent.start();
            Tape.Extent tail = tails.get(partition);
            if (first < extent.end() && tail != null) {
                plan.add(new Stretch(partition, first, first, extent.end(), tail.end(), null));
            }
        });
        return plan;
    }

    /** Reads on in one stretch, for {@code patience} at most. */
    Batch step(Tape tape, Stretch stretch, Duration patience) {
        long now = ticker.nanos();
        Batch batch = new Batch(job, stretch, rules, redriven, pacer, filter, now);
        long deadline = now + patience.toNanos();
        Detour detour = stretch.detour();
        if (detour != null) {
            events(tape, batch, stretch.partition(), detour.next(), detour.end(), deadline);
        } else if (replay()) {
            events(tape, batch, stretch.partition(), stretch.next(), stretch.end(), deadline);
        } else if (job.letters().isEmpty()) {
            letters(tape, batch, stretch.partition(), stretch.next(), stretch.end(), deadline);
        } else {
            named(tape, batch, deadline);
        }
        return batch;
    }

    private void events(Tape tape, Batch batch, int partition, long from, long below, long deadline) {
        Tape.Extent extent = tape.extents(topics.events(), List.of(partition)).get(partition);
        long first = extent == null ? below : Math.min(below, Math.max(from, extent.start()));
        boolean[] full = new boolean[1];
        long stopped = first >= below
                ? below
                : tape.read(topics.events(), partition, first, below, deadline, record -> {
                    full[0] = !batch.event(record.offset(), record.timestamp(), events.decode(record));
                    return !full[0];
                });
        if (!full[0]) {
            batch.passed(stopped);
        }
    }

    private boolean letters(Tape tape, Batch batch, int partition, long from, long below, long deadline) {
        boolean[] full = new boolean[1];
        Tape.Extent events = tape.extents(topics.events(), List.of(partition)).get(partition);
        long first = events == null ? Long.MAX_VALUE : events.start();
        long stopped = tape.read(topics.dead(), partition, from, below, deadline, record -> {
            Letter letter = letters.decode(record);
            Letter.Reference reference = letter.reference();
            boolean gone = reference != null && reference.offset() < first;
            full[0] = !batch.letter(gone ? letter.resolved(null) : letter);
            return !full[0];
        });
        if (!full[0]) {
            batch.passed(stopped);
        }
        return !full[0] && stopped >= below;
    }

    private void named(Tape tape, Batch batch, long deadline) {
        boolean more = true;
        while (more) {
            Stretch at = batch.stretch();
            OptionalLong next = job.letters().stream()
                    .filter(place -> place.partition() == at.partition() && place.offset() >= at.next())
                    .mapToLong(Letter.Place::offset)
                    .min();
            if (next.isEmpty() || next.getAsLong() >= at.end()) {
                batch.passed(at.end());
                return;
            }
            batch.passed(next.getAsLong());
            more = letters(tape, batch, at.partition(), next.getAsLong(), next.getAsLong() + 1, deadline);
        }
    }
}
