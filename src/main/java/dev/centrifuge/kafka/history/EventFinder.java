package dev.centrifuge.kafka.history;

import dev.centrifuge.event.Event;
import dev.centrifuge.event.Letter;
import dev.centrifuge.event.PastAttempt;
import dev.centrifuge.event.PastAttempt.Place;
import dev.centrifuge.event.Sighting;
import dev.centrifuge.flow.Delay;
import dev.centrifuge.kafka.HeaderText;
import dev.centrifuge.kafka.RecordCodec;
import dev.centrifuge.kafka.Topics;
import dev.centrifuge.kafka.browse.Browser;
import dev.centrifuge.kafka.browse.Page;
import dev.centrifuge.kafka.browse.Pick;
import dev.centrifuge.kafka.browse.Search;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Finds an event by its {@code messageId}. Where attempts were written down they say where the event is; else {@code events} is
 * searched from its end, comparing one header, as far as a few seconds go. Its dead letters are in the partition of their
 * topic that has the event's number.
 *
 * <p>Threading: from any thread.
 */
public final class EventFinder {
    private static final Duration MOMENT = Duration.ofMillis(1_500);
    private static final Duration WHILE = Duration.ofSeconds(3);
    private static final int MOST_ATTEMPTS = 500;
    private static final int MOST_LETTERS = 200;
    private static final int MOST_EVENTS = 20;

    /** By how much the clock that received an event may be ahead of the broker's that stored what became of it. */
    private static final long SKEW_MILLIS = 60_000;

    private final Browser browser;
    private final Topics topics;
    private final int partitions;

    /** @param partitions of each topic */
    public EventFinder(Browser browser, Topics topics, int partitions) {
        this.browser = browser;
        this.topics = topics;
        this.partitions = partitions;
    }

    /** Takes up to ten seconds; fails with a {@link dev.centrifuge.kafka.browse.BrowseFailure}. */
    public Future<EventTraces> find(EventQuery query) {
        byte[] id = query.messageId().getBytes(StandardCharsets.UTF_8);
        return attempts(query, id)
                .compose(attempts -> events(query, id, attempts.items())
                        .compose(events -> letters(query, id, events.items())
                                .map(letters -> new EventTraces(
                                        events.items(),
                                        attempts.items(),
                                        letters,
                                        events.searched(),
                                        attempts.searched().from(),
                                        events.next()))));
    }

    /** An attempt is written after its event was, and may be much later than the end of what is searched. */
    private Future<Page<PastAttempt>> attempts(EventQuery query, byte[] id) {
        int partition = AttemptWriter.partition(id, partitions);
        Search search = new Search(
                topics.attempts(), Set.of(partition), query.since(), Long.MAX_VALUE, MOST_ATTEMPTS, MOMENT, null);
        return browser.search(
                search,
                record ->
                        Arrays.equals(record.key(), id) ? ofSource(query, AttemptCodec.decode(record.value())) : null);
    }

    private static @Nullable PastAttempt ofSource(EventQuery query, @Nullable PastAttempt attempt) {
        return attempt == null || query.source() == null || attempt.source().equals(query.source()) ? attempt : null;
    }

    private Future<Page<Sighting>> events(EventQuery query, byte[] id, List<PastAttempt> attempts) {
        Set<Place> places = new LinkedHashSet<>();
        attempts.stream()
                .map(PastAttempt::place)
                .filter(Place::isEvent)
                .limit(1_000)
                .forEach(places::add);
        if (places.isEmpty() || query.from() != null) {
            return search(query, id, WHILE);
        }
        return named(query, id, List.copyOf(places))
                .compose(found -> search(query, id, found.isEmpty() ? WHILE : Duration.ZERO)
                        .map(page -> found.isEmpty() ? page : new Page<>(found, page.searched(), page.next())));
    }

    private Future<Page<Sighting>> search(EventQuery query, byte[] id, Duration patience) {
        return browser.search(
                new Search(
                        topics.events(), Set.of(), query.since(), query.until(), MOST_EVENTS, patience, query.from()),
                sighting(query, id));
    }

    /** The events that attempts name. One that was deleted since is not there any more. */
    private Future<List<Sighting>> named(EventQuery query, byte[] id, List<Place> places) {
        Pick<Sighting> pick = sighting(query, id);
        return browser.read(tape -> places.stream()
                .limit(MOST_EVENTS)
                .flatMap(place -> tape.at(topics.events(), place.partition(), place.offset(), pick).stream())
                .toList());
    }

    private static Pick<Sighting> sighting(EventQuery query, byte[] id) {
        RecordCodec codec = new RecordCodec();
        return record -> {
            Event event = is(record, id) ? codec.decode(record) : null;
            if (event == null
                    || (query.source() != null
                            && !query.source().equals(event.envelope().source()))) {
                return null;
            }
            return new Sighting(event, record.partition(), record.offset(), record.timestamp());
        };
    }

    private static boolean is(ConsumerRecord<byte[], byte[]> record, byte[] id) {
        Header header = record.headers().lastHeader(RecordCodec.ID);
        return header != null && Arrays.equals(header.value(), id);
    }

    private Future<List<Letter>> letters(EventQuery query, byte[] id, List<Sighting> events) {
        if (events.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        long oldest = events.stream().mapToLong(Sighting::appendedAt).min().orElse(0);
        Set<Integer> where = new LinkedHashSet<>();
        events.forEach(event -> where.add(event.partition()));
        Search search = new Search(
                topics.dead(), where, Math.max(0, oldest - SKEW_MILLIS), Long.MAX_VALUE, MOST_LETTERS, MOMENT, null);
        return browser.search(search, record -> letter(query, record, id)).map(Page::items);
    }

    private @Nullable Letter letter(EventQuery query, ConsumerRecord<byte[], byte[]> record, byte[] id) {
        String destination = is(record, id) ? HeaderText.text(record.headers(), "destination") : null;
        String source = HeaderText.text(record.headers(), RecordCodec.SOURCE);
        if (destination == null
                || source == null
                || (query.source() != null && !query.source().equals(source))) {
            return null;
        }
        String reason = HeaderText.text(record.headers(), RecordCodec.REASON);
        return new Letter(
                record.partition(),
                record.offset(),
                source,
                destination,
                reason == null ? "" : reason,
                HeaderText.number(record.headers(), "dead-at", record.timestamp()),
                (int) Math.min(Integer.MAX_VALUE, HeaderText.number(record.headers(), "attempts", 0)),
                origin(HeaderText.text(record.headers(), "origin"), record.partition()));
    }

    /** {@code topic:partition:offset}, as the letter says where its leg was read. */
    private Place origin(@Nullable String text, int partition) {
        String[] parts = text == null ? new String[0] : text.split(":", -1);
        if (parts.length == 3 && parts[2].matches("\\d{1,18}")) {
            long offset = Long.parseLong(parts[2]);
            for (Delay delay : Delay.values()) {
                if (parts[0].equals(topics.retry(delay))) {
                    return new Place(delay.label(), partition, offset);
                }
            }
            if (parts[0].equals(topics.events())) {
                return new Place("", partition, offset);
            }
        }
        return new Place("?", partition, -1);
    }
}
