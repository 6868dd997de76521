package dev.centrifuge.kafka.job;

import dev.centrifuge.flow.job.Batch;
import dev.centrifuge.flow.job.Criteria;
import dev.centrifuge.flow.job.Job;
import dev.centrifuge.flow.job.Letter;
import dev.centrifuge.flow.job.Pacer;
import dev.centrifuge.flow.job.Progress;
import dev.centrifuge.flow.job.Rules;
import dev.centrifuge.flow.job.Stretch;
import dev.centrifuge.kafka.RecordCodec;
import dev.centrifuge.kafka.Topics;
import dev.centrifuge.kafka.browse.Browser;
import dev.centrifuge.kafka.browse.Page;
import dev.centrifuge.kafka.browse.Position;
import dev.centrifuge.kafka.browse.Search;
import dev.centrifuge.kafka.browse.Tape;
import dev.centrifuge.time.Ticker;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds dead letters, and counts what a job would copy. Any thread; nothing blocks. */
public final class Letters {
    private static final Duration COUNTING = Duration.ofSeconds(20);
    private static final Duration STEP = Duration.ofMillis(500);
    private static final double AT_ONCE = 1e9;

    private final Browser browser;
    private final Topics topics;
    private final Board board;
    private final Rules rules;
    private final Ticker ticker;

    public Letters(Browser browser, Topics topics, Board board, Rules rules, Ticker ticker) {
        this.browser = browser;
        this.topics = topics;
        this.board = board;
        this.rules = rules;
        this.ticker = ticker;
    }

    /** Newest first. */
    public Future<Page<Letter>> search(Criteria criteria, int limit, @Nullable Position from) {
        long until = Math.min(criteria.until(), ticker.millis());
        Search search = Search.of(topics.dead(), criteria.since(), until, limit, from);
        LetterCodec codec = new LetterCodec();
        return browser.search(search, record -> {
            Letter letter = codec.decode(record);
            return criteria.match(letter) ? letter : null;
        });
    }

    /** Empty where it is gone, or never was. One that stands for an event by its place comes with that, if it is there. */
    public Future<Optional<Letter>> at(Letter.Place place) {
        LetterCodec codec = new LetterCodec();
        return browser.read(tape -> tape.at(topics.dead(), place.partition(), place.offset(), codec::decode)
                .map(letter -> resolved(tape, letter)));
    }

    private Letter resolved(Tape tape, Letter letter) {
        Letter.Reference reference = letter.reference();
        if (reference == null) {
            return letter;
        }
        int partition = letter.place().partition();
        RecordCodec events = new RecordCodec();
        return letter.resolved(tape.at(topics.events(), partition, reference.offset(), events::decode)
                .orElse(null));
    }

    /**
     * Reads what a job would read, for some seconds; its phase is done where that was all of it.
     *
     * @throws IllegalArgumentException where the job's filter is none
     */
    public Future<Progress> count(Job job) {
        Pacer none = new Pacer(AT_ONCE, id -> 0);
        Course course = new Course(job, topics, rules, board.redriven(), none, ticker);
        return browser.read(tape -> count(course, tape));
    }

    private Progress count(Course course, Tape tape) {
        Progress progress = Progress.WAITING.begin(course.plan(tape));
        long deadline = ticker.nanos() + COUNTING.toNanos();
        while (!progress.complete() && ticker.nanos() - deadline < 0) {
            Stretch stretch = progress.stretches().stream()
                    .filter(each -> !each.done())
                    .findFirst()
                    .orElseThrow();
            Batch batch = course.step(tape, stretch, STEP);
            progress = progress.step(batch.stretch(), batch.tally());
        }
        return progress.complete() ? progress.end(Progress.Phase.DONE, null, ticker.millis()) : progress;
    }
}
