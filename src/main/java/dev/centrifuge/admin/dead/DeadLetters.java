package dev.centrifuge.admin.dead;

import dev.centrifuge.flow.job.Criteria;
import dev.centrifuge.flow.job.Letter;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where dead letters are found. Any thread; nothing blocks. */
public interface DeadLetters {

    /**
     * A page of them, newest first.
     *
     * @param next the cursor of the next one, null where this is the last
     * @param from everything from then on was searched, and before {@code to}; milliseconds since the epoch
     * @param complete whether that is all that was asked
     */
    record Page(List<Letter> letters, @Nullable String next, long from, long to, boolean complete) {}

    /** @throws IllegalArgumentException where the cursor is none */
    Future<Page> search(Criteria criteria, int limit, @Nullable String cursor);

    Future<Optional<Letter>> at(Letter.Place place);

    /** The job that redrove a letter last, or null. */
    @Nullable
    String redriven(Letter.Place place);
}
