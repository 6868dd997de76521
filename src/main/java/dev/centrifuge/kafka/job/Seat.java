package dev.centrifuge.kafka.job;

import dev.centrifuge.flow.job.Batch;
import dev.centrifuge.flow.job.Job;
import dev.centrifuge.flow.job.Letter;
import dev.centrifuge.flow.job.Pacer;
import dev.centrifuge.flow.job.Progress;
import dev.centrifuge.flow.job.Progress.Phase;
import dev.centrifuge.flow.job.Redriven;
import dev.centrifuge.flow.job.Rules;
import dev.centrifuge.flow.job.Run;
import dev.centrifuge.flow.job.Stretch;
import dev.centrifuge.kafka.Topics;
import dev.centrifuge.kafka.browse.Tape;
import dev.centrifuge.time.LogGate;
import dev.centrifuge.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jobs, for as long as this node runs them: up to {@value #AT_ONCE} in turns, a step each. What it knows is what is on
 * record and what it has added; after any fault it is thrown away, and the next one reads what is on record.
 *
 * <p>Belongs to the jobs' thread.
 */
final class Seat implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Seat.class);
    static final int AT_ONCE = 4;
    private static final int MOST_ENDED = 1_000;
    private static final Duration STEP = Duration.ofMillis(200);

    /** The least between two steps where a pace keeps a job: else each leg would be a step. */
    private static final long BREATH_NANOS = 100_000_000;

    private static final Duration FAULTS = Duration.ofMinutes(1);
    private static final long HOUSEKEEPING_NANOS = 60_000_000_000L;

    private final Board board;
    private final Topics topics;
    private final Rules rules;
    private final Ticker ticker;
    private final JobListener listener;
    private final BooleanSupplier room;
    private final Tape tape;
    private final Writer writer;
    private final Redriven redriven = new Redriven();
    private final Map<String, Progress> known;
    private final Map<String, Running> running = new HashMap<>();
    private final LogGate faults;
    private long housekeepingAt;

    private static final class Running {
        final Course course;
        long nextAt;
        int turn;

        Running(Course course, long now) {
            this.course = course;
            this.nextAt = now;
        }
    }

    /**
     * Takes the jobs over.
     *
     * @param room whether more legs may be copied now
     */
    Seat(
            Board board,
            Topics topics,
            Rules rules,
            Ticker ticker,
            JobListener listener,
            BooleanSupplier room,
            Tape tape,
            Writer writer,
            String node) {
        this.board = board;
        this.topics = topics;
        this.rules = rules;
        this.ticker = ticker;
        this.listener = listener;
        this.room = room;
        this.tape = tape;
        this.writer = writer;
        this.faults = new LogGate(LOG, FAULTS, ticker);
        this.housekeepingAt = ticker.nanos() + HOUSEKEEPING_NANOS;
        known = new Recovery(tape, topics, ticker).load(writer.claim(node), redriven);
    }

    private Progress progress(Job job) {
        return known.getOrDefault(job.id(), Progress.WAITING);
    }

    /** A step of each job that may make one. @return whether any did */
    boolean turn() {
        List<Job> open = board.all().stream()
                .map(Run::job)
                .filter(job -> !progress(job).phase().over())
                .sorted(Comparator.comparingLong(Job::createdAt).thenComparing(Job::id))
                .toList();
        boolean worked = false;
        for (Job job : open.subList(0, Math.min(AT_ONCE, open.size()))) {
            worked |= turn(job);
        }
        if (ticker.nanos() - housekeepingAt >= 0) {
            housekeepingAt = ticker.nanos() + HOUSEKEEPING_NANOS;
            tidy();
        }
        return worked;
    }

    private boolean turn(Job job) {
        Running current = running.get(job.id());
        if (current == null) {
            open(job);
            return true;
        }
        if (job.cancelled()) {
            end(job, Phase.CANCELLED, null);
            return true;
        }
        if (ticker.nanos() - current.nextAt < 0) {
            return false;
        }
        if (progress(job).complete()) {
            end(job, Phase.DONE, null);
            return true;
        }
        if (!room.getAsBoolean()) {
            current.nextAt = ticker.nanos() + BREATH_NANOS;
            return false;
        }
        step(job, current);
        return true;
    }

    private void open(Job job) {
        Course course;
        try {
            Pacer pacer = new Pacer(job.rate(), rules::rate);
            course = new Course(job, topics, rules, redriven, pacer, ticker);
        } catch (IllegalArgumentException e) {
            end(job, Phase.FAILED, e.getMessage());
            return;
        }
        String destination = job.criteria().destination();
        if (job.kind() == Job.Kind.REPLAY && (destination == null || !rules.configured(destination))) {
            end(job, Phase.FAILED, "the destination is not configured");
            return;
        }
        Progress before = progress(job);
        if (before.phase() == Phase.WAITING) {
            record(job, before.begin(course.plan(tape)), Map.of());
        } else {
            List<Letter.Place> marked = new ArrayList<>();
            Progress now = new Recovery(tape, topics, ticker).resume(job, before, marked);
            record(job, now, redriven.mark(job.id(), marked));
        }
        running.put(job.id(), new Running(course, ticker.nanos()));
    }

    private void record(Job job, Progress now, Map<Redriven.ChunkId, byte[]> chunks) {
        writer.write(job.id(), now, chunks);
        known.put(job.id(), now);
    }

    private void end(Job job, Phase how, @Nullable String why) {
        record(job, progress(job).end(how, why, ticker.millis()), Map.of());
        running.remove(job.id());
    }

    private void step(Job job, Running current) {
        Progress before = progress(job);
        List<Stretch> left =
                before.stretches().stream().filter(each -> !each.done()).toList();
        Stretch stretch = left.get(current.turn++ % left.size());
        Batch batch = current.course.step(tape, stretch, STEP);
        if (batch.waitNanos() > 0) {
            current.nextAt = ticker.nanos() + Math.max(BREATH_NANOS, batch.waitNanos());
        }
        if (batch.stretch().equals(stretch)) {
            return;
        }
        Map<Redriven.ChunkId, byte[]> chunks = redriven.mark(job.id(), batch.marked());
        known.put(job.id(), writer.write(job, before, batch, chunks, ticker.millis()));
        Map<String, Integer> copied = new HashMap<>();
        batch.copies().forEach(copy -> copied.merge(copy.destination(), 1, Integer::sum));
        copied.forEach((destination, legs) -> listener.copied(kind(job), destination, legs));
        Batch.Failures failures = batch.failures();
        if (failures != null) {
            listener.faulty(kind(job), failures.destination(), failures.events());
            faults.warn(
                    "a " + kind(job) + " leaves " + failures.events() + " events out, since a filter of the job or of "
                            + failures.destination() + " fails on them",
                    failures.last());
        }
    }

    private static String kind(Job job) {
        return job.kind() == Job.Kind.REPLAY ? "replay" : "redrive";
    }

    /** Forgets the oldest of the ended jobs, and which letters were redriven that are no more. */
    private void tidy() {
        if (board.current()) {
            board.all().stream()
                    .map(Run::job)
                    .filter(job -> progress(job).phase().over())
                    .skip(MOST_ENDED)
                    .forEach(job -> board.remove(job.id()));
            // First the job and then how far it came: the other way round it would begin anew.
            known.entrySet().stream()
                    .filter(each -> each.getValue().phase().over() && board.get(each.getKey()) == null)
                    .map(Map.Entry::getKey)
                    .toList()
                    .forEach(this::forget);
        }
        List<Redriven.ChunkId> gone = new ArrayList<>();
        List<Integer> all =
                IntStream.range(0, tape.partitions(topics.dead())).boxed().toList();
        tape.extents(topics.dead(), all)
                .forEach((partition, extent) -> gone.addAll(redriven.trim(partition, extent.start())));
        if (!gone.isEmpty()) {
            writer.forget(gone);
        }
    }

    private void forget(String id) {
        writer.write(id, null, Map.of());
        known.remove(id);
    }

    @Override
    public void close() {
        writer.close();
        tape.close();
    }
}
