package dev.centrifuge.kafka.job;

import dev.centrifuge.flow.job.Job;
import dev.centrifuge.flow.job.Letter;
import dev.centrifuge.flow.job.Progress;
import dev.centrifuge.flow.job.Redriven;
import dev.centrifuge.flow.job.Stretch;
import dev.centrifuge.kafka.HeaderText;
import dev.centrifuge.kafka.RecordCodec;
import dev.centrifuge.kafka.Topics;
import dev.centrifuge.kafka.browse.Tape;
import dev.centrifuge.time.Ticker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** What a former owner of the jobs has left behind. Blocks; belongs to the jobs' thread. */
final class Recovery {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Tape tape;
    private final Topics topics;
    private final Ticker ticker;

    Recovery(Tape tape, Topics topics, Ticker ticker) {
        this.tape = tape;
        this.topics = topics;
        this.ticker = ticker;
    }

    /** What is recorded of jobs below {@code claim}; see {@link Writer#claim}. */
    Map<String, Progress> load(long claim, Redriven redriven) {
        Map<String, Progress> found = new HashMap<>();
        state(claim, (key, value) -> {
            if (key.startsWith(Board.RUN + "/")) {
                String id = key.substring(Board.RUN.length() + 1);
                if (value == null) {
                    found.remove(id);
                } else {
                    found.put(id, JobCodec.progress(value));
                }
            } else if (key.startsWith(Board.REDRIVEN + "/")) {
                redriven.restore(Redriven.ChunkId.parse(key.substring(Board.REDRIVEN.length() + 1)), value);
            }
        });
        return found;
    }

    /** A checkpoint's transaction may be undecided before the claim: it is within ten seconds. */
    private void state(long claim, BiConsumer<String, byte @Nullable []> each) {
        long deadline = ticker.nanos() + PATIENCE.toNanos();
        List<Integer> one = List.of(Writer.PARTITION);
        Tape.Extent extent = extent(tape.extents(topics.state(), one));
        while (extent.end() <= claim) {
            if (ticker.nanos() - deadline >= 0) {
                throw new KafkaException("what was recorded of jobs cannot be read: a transaction is undecided");
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            extent = extent(tape.extents(topics.state(), one));
        }
        long end = claim + 1;
        long stopped = tape.read(topics.state(), Writer.PARTITION, extent.start(), end, deadline, record -> {
            if (record.key() != null) {
                each.accept(new String(record.key(), StandardCharsets.UTF_8), record.value());
            }
            return true;
        });
        if (stopped < end) {
            throw new KafkaException("what was recorded of jobs cannot be read in time");
        }
    }

    private static Tape.Extent extent(Map<Integer, Tape.Extent> all) {
        return all.getOrDefault(Writer.PARTITION, new Tape.Extent(0, 0));
    }

    /**
     * Finds the copies that a job has made and not recorded: behind the tail of each stretch.
     *
     * @param marked takes letters of which the copies are found
     */
    Progress resume(Job job, Progress progress, List<Letter.Place> marked) {
        Progress now = progress;
        for (Stretch stretch : progress.stretches()) {
            now = resume(job, now, stretch, marked);
        }
        return now;
    }

    private Progress resume(Job job, Progress progress, Stretch stretch, List<Letter.Place> marked) {
        int partition = stretch.partition();
        Tape.Extent extent = tape.extents(topics.replay(), List.of(partition)).get(partition);
        if (extent == null || extent.end() <= stretch.tail()) {
            return progress;
        }
        List<String> found = new ArrayList<>();
        long[] tail = {stretch.tail()};
        long from = Math.max(extent.start(), stretch.tail());
        long deadline = ticker.nanos() + PATIENCE.toNanos();
        long stopped = tape.read(topics.replay(), partition, from, extent.end(), deadline, record -> {
            if (job.id().equals(HeaderText.text(record.headers(), RecordCodec.REPLAY))) {
                String origin = HeaderText.text(record.headers(), Writer.COPIED);
                if (origin != null) {
                    found.add(origin);
                    tail[0] = record.offset() + 1;
                }
            }
            return true;
        });
        if (stopped < extent.end()) {
            throw new KafkaException("what jobs have copied cannot be read in time");
        }
        return found.isEmpty() ? progress : passed(job, progress, stretch.tail(tail[0]), found, marked);
    }

    private static Progress passed(
            Job job, Progress progress, Stretch stretch, List<String> found, List<Letter.Place> marked) {
        Stretch now = stretch;
        for (String origin : found) {
            int slash = origin.indexOf('/');
            if (slash >= 0) {
                now = now.inside(Long.parseLong(origin.substring(slash + 1)));
            } else {
                long offset = Long.parseLong(origin);
                now = now.passed(offset);
                if (job.kind() == Job.Kind.REDRIVE) {
                    marked.add(new Letter.Place(stretch.partition(), offset));
                }
            }
        }
        return progress.step(now, new Progress.Tally(found.size(), found.size(), found.size(), 0));
    }
}
