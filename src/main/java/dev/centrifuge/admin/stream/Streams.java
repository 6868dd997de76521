package dev.centrifuge.admin.stream;

import dev.centrifuge.admin.http.Api;
import dev.centrifuge.admin.http.Call;
import dev.centrifuge.admin.http.Problem;
import dev.centrifuge.admin.http.Routes;
import dev.centrifuge.dispatch.Tap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The streams that are open. While there is none, nothing is asked, no timer runs and no event is looked at.
 */
public final class Streams implements Routes {
    private static final int MOST = 32;
    private static final int MOST_TAILS = 8;
    private static final int MOST_TOPICS = 8;
    private static final String EVENTS = "events";
    private static final String OVERVIEW = "overview";

    /** How often events are shown; states are asked for at some of these. */
    private static final long TICK_MILLIS = 250;

    private final Vertx vertx;
    private final Consumer<@Nullable Tap> listen;
    private final LongSupplier clock;
    private final Tail tail = new Tail();

    // Accessed only by the event loop.
    private final List<Watcher> watchers = new ArrayList<>();
    private final Map<String, Topic> topics = new HashMap<>();
    private Map<String, Feed> feeds = Map.of();
    private long timer = -1;
    private long ticks;

    /**
     * @param listen takes what wants to see events; null once nobody does
     * @param clock milliseconds
     */
    public Streams(Vertx vertx, Consumer<@Nullable Tap> listen, LongSupplier clock) {
        this.vertx = vertx;
        this.listen = listen;
        this.clock = clock;
    }

    @Override
    public void on(Api api) {
        feeds = new Feeds(api, clock).all();
        api.stream("/v1/stream", Set.of("topics", "source", "type", "text"), this::open);
    }

    private void open(Call call) {
        Set<String> names = names(call);
        boolean events = names.remove(EVENTS);
        if (watchers.size() >= MOST || (events && tails().size() >= MOST_TAILS)) {
            throw Problem.unavailable("as many streams are open as there may be; try again later")
                    .refusal();
        }
        Filter filter = Filter.of(call.text("source"), call.text("type"), call.text("text"));
        List<Topic> mine = names.stream().map(this::topic).toList();
        HttpServerResponse response = call.request().response();
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, Frame.TYPE)
                .putHeader("x-accel-buffering", "no");
        if (call.request().method().equals(HttpMethod.HEAD)) {
            response.end();
            return;
        }
        Watcher watcher = new Watcher(response, mine, events ? filter : null, clock.getAsLong());
        response.closeHandler(closed -> remove(watcher));
        response.exceptionHandler(failed -> remove(watcher));
        response.write(Frame.HEARTBEAT);
        add(watcher);
    }

    private Set<String> names(Call call) {
        String text = call.text("topics");
        Set<String> names =
                new LinkedHashSet<>(text == null ? List.of(OVERVIEW) : List.of(text.split(",", MOST_TOPICS + 1)));
        if (names.isEmpty() || names.size() > MOST_TOPICS) {
            throw Problem.bad("topics is a list of 1 to " + MOST_TOPICS + " topics")
                    .refusal();
        }
        for (String name : names) {
            if (!name.equals(EVENTS) && !feeds.containsKey(kind(name))) {
                throw Problem.bad("there is no such topic").refusal();
            }
        }
        return names;
    }

    private static String kind(String topic) {
        int colon = topic.indexOf(':');
        return colon < 0 ? topic : topic.substring(0, colon + 1);
    }

    private Topic topic(String name) {
        return topics.computeIfAbsent(name, text -> {
            Feed feed = feeds.get(kind(text));
            if (feed == null) {
                throw Problem.bad("there is no such topic").refusal();
            }
            return new Topic(text, feed);
        });
    }

    private void add(Watcher watcher) {
        watchers.add(watcher);
        tap();
        if (timer < 0) {
            timer = vertx.setPeriodic(TICK_MILLIS, id -> tick());
        }
        watcher.topics().forEach(topic -> topic.refresh(this::push));
        watcher.push(clock.getAsLong());
    }

    private void remove(Watcher watcher) {
        if (!watchers.remove(watcher)) {
            return;
        }
        tap();
        topics.values()
                .removeIf(topic -> watchers.stream().noneMatch(w -> w.topics().contains(topic)));
        if (watchers.isEmpty()) {
            vertx.cancelTimer(timer);
            timer = -1;
        }
    }

    private List<Filter> tails() {
        List<Filter> filters = new ArrayList<>();
        for (Watcher watcher : watchers) {
            Filter filter = watcher.filter();
            if (filter != null) {
                filters.add(filter);
            }
        }
        return filters;
    }

    private void tap() {
        List<Filter> filters = tails();
        tail.want(filters);
        listen.accept(filters.isEmpty() ? null : tail);
    }

    private void tick() {
        long now = clock.getAsLong();
        long tick = ticks++;
        topics.values().stream().filter(topic -> topic.due(tick)).toList().forEach(topic -> topic.refresh(this::push));
        push();
        List<Tail.Seen> seen = tail.drain();
        long passedBy = tail.passedBy();
        watchers.forEach(watcher -> watcher.show(seen, passedBy, now));
    }

    private void push() {
        long now = clock.getAsLong();
        watchers.forEach(watcher -> watcher.push(now));
    }
}
