package dev.centrifuge.node.port;

import dev.centrifuge.admin.dead.DeadLetters;
import dev.centrifuge.flow.job.Criteria;
import dev.centrifuge.flow.job.Letter;
import dev.centrifuge.kafka.browse.Position;
import dev.centrifuge.kafka.job.Board;
import dev.centrifuge.kafka.job.Letters;
import io.vertx.core.Future;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds dead letters in the log for the admin API. */
public record LoggedLetters(Letters letters, Board board) implements DeadLetters {

    @Override
    public Future<DeadLetters.Page> search(Criteria criteria, int limit, @Nullable String cursor) {
        Position from = cursor == null ? null : Position.decode(cursor);
        return Searches.told(letters.search(criteria, limit, from)).map(LoggedLetters::page);
    }

    private static DeadLetters.Page page(dev.centrifuge.kafka.browse.Page<Letter> found) {
        Position next = found.next();
        dev.centrifuge.kafka.browse.Page.Searched searched = found.searched();
        return new DeadLetters.Page(
                found.items(),
                next == null ? null : next.encoded(),
                searched.from(),
                searched.to(),
                searched.complete());
    }

    @Override
    public Future<Optional<Letter>> at(Letter.Place place) {
        return Searches.told(letters.at(place));
    }

    @Override
    public @Nullable String redriven(Letter.Place place) {
        return board.redriven(place);
    }
}
