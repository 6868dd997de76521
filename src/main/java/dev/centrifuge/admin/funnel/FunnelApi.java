package dev.centrifuge.admin.funnel;

import dev.centrifuge.admin.http.Api;
import dev.centrifuge.admin.http.Call;
import dev.centrifuge.admin.http.Problem;
import dev.centrifuge.admin.http.Reply;
import dev.centrifuge.admin.http.Routes;
import dev.centrifuge.flow.count.Funnel;
import dev.centrifuge.flow.count.Funnel.SourceRow;
import dev.centrifuge.flow.count.FunnelRow;
import dev.centrifuge.flow.count.Group;
import dev.centrifuge.flow.count.History;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/funnel} and {@code GET /v1/sources}. */
public final class FunnelApi implements Routes {
    private static final int MOST = 1_000;

    private final Supplier<Group> group;
    private final History history;
    private final Supplier<Set<String>> sources;

    /**
     * @param group the newest funnel of all nodes
     * @param history what was before
     * @param sources the ids of those that are configured
     */
    public FunnelApi(Supplier<Group> group, History history, Supplier<Set<String>> sources) {
        this.group = group;
        this.history = history;
        this.sources = sources;
    }

    /** @param over absent unless asked for */
    record Answer(
            String at,
            Partitions partitions,
            Line total,
            List<Line> rows,
            @Nullable String next,
            @Nullable List<Moment> over) {}

    /** A sample of the history. */
    record Moment(String at, long received, long delivered, long filtered, long dead, long lost, long pending) {}

    /**
     * A source.
     *
     * @param configured false where it was taken out of the configuration
     * @param events that were read from the log, duplicates among them
     * @param deduplicated of these, duplicates: they have no legs
     * @param legs what became of the legs of the others; all 0 where no destination takes the source
     */
    record Source(String id, boolean configured, long events, long deduplicated, Line legs) {}

    record Sources(
            String at,
            Partitions partitions,
            List<Source> items,
            @Nullable String next) {}

    @Override
    public void on(Api api) {
        api.get("/v1/funnel", Set.of("by", "destination", "source", "over", "limit", "cursor"), this::funnel);
        api.get("/v1/sources", Set.of("limit", "cursor"), this::sources);
    }

    private Future<Reply> funnel(Call call) {
        Group all = group.get();
        Funnel now = all.funnel();
        String by = call.text("by");
        String destination = call.text("destination");
        String source = call.text("source");
        if (source != null && (by == null || by.equals("destination"))) {
            throw Problem.bad("source goes with by=source and by=pair").refusal();
        }
        List<FunnelRow> chosen = rows(now, by == null ? "destination" : by).stream()
                .filter(row -> destination == null || row.destination().equals(destination))
                .filter(row -> source == null || row.source().equals(source))
                .toList();
        Page<FunnelRow> page = page(call, chosen, row -> row.destination() + "/" + row.source());
        List<Line> lines = page.items.stream().map(Line::of).toList();
        return Future.succeededFuture(Reply.ok(new Answer(
                at(now.at()), Partitions.of(all), Line.total(now.total()), lines, page.next, over(call, destination))));
    }

    private static List<FunnelRow> rows(Funnel funnel, String by) {
        return switch (by) {
            case "destination" -> funnel.destinations();
            case "source" ->
                Stream.concat(funnel.sources().stream().map(SourceRow::legs), ofNoSource(funnel))
                        .toList();
            case "pair" -> funnel.pairs();
            default -> throw Problem.bad("by is destination, source or pair").refusal();
        };
    }

    /** What was removed, and legs of which nobody knows yet whose they are: without them the rows would not add up to the total. */
    private static Stream<FunnelRow> ofNoSource(Funnel funnel) {
        return funnel.pairs().stream().filter(row -> row.source().isEmpty());
    }

    private @Nullable List<Moment> over(Call call, @Nullable String destination) {
        String over = call.text("over");
        if (over == null) {
            return null;
        }
        boolean ofDay = over.equals("24h");
        if (!ofDay && !over.equals("10m")) {
            throw Problem.bad("over is 10m or 24h").refusal();
        }
        return (destination == null ? history.total(ofDay) : history.destination(destination, ofDay))
                .stream()
                        .map(sample -> new Moment(
                                at(sample.at()),
                                sample.received(),
                                sample.delivered(),
                                sample.filtered(),
                                sample.dead(),
                                sample.lost(),
                                sample.pending()))
                        .toList();
    }

    private Future<Reply> sources(Call call) {
        Group known = group.get();
        Funnel now = known.funnel();
        Set<String> configured = sources.get();
        Map<String, Source> all = new TreeMap<>();
        configured.forEach(id -> all.put(id, new Source(id, true, 0, 0, Line.none(id))));
        for (SourceRow row : now.sources()) {
            String id = row.source();
            all.put(id, new Source(id, configured.contains(id), row.events(), row.deduplicated(), Line.of(row.legs())));
        }
        Page<Source> page = page(call, List.copyOf(all.values()), Source::id);
        return Future.succeededFuture(Reply.ok(new Sources(at(now.at()), Partitions.of(known), page.items, page.next)));
    }

    private record Page<T>(List<T> items, @Nullable String next) {}

    /** What comes behind the cursor, which is the name of the last one before. */
    private static <T> Page<T> page(Call call, List<T> all, Function<T, String> name) {
        int limit = call.number("limit", MOST, 1, MOST);
        String cursor = call.text("cursor");
        List<T> items = new ArrayList<>();
        boolean begun = cursor == null;
        for (T each : all) {
            if (begun && items.size() == limit) {
                return new Page<>(items, name.apply(items.get(limit - 1)));
            }
            if (begun) {
                items.add(each);
            }
            begun |= name.apply(each).equals(cursor);
        }
        if (!begun) {
            throw Problem.bad("cursor is the next of an answer before").refusal();
        }
        return new Page<>(items, null);
    }

    private static String at(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
