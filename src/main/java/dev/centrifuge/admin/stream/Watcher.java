package dev.centrifuge.admin.stream;

import dev.centrifuge.event.Event;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One open stream: what it watches, and what of it was sent. */
final class Watcher {
    /** Events shown a second. */
    private static final int MOST_EVENTS = 50;

    private static final int MOST_PAYLOAD = 4096;
    private static final long QUIET_MILLIS = 10_000;

    private final HttpServerResponse response;
    private final List<Topic> topics;
    private final int[] sent;
    private final @Nullable Filter filter;
    private long wroteAt;
    private long second = Long.MIN_VALUE;
    private int shown;
    private long matched;
    private long passedBy;

    /** @param filter which events it wants; null for none */
    Watcher(HttpServerResponse response, List<Topic> topics, @Nullable Filter filter, long now) {
        this.response = response;
        this.topics = topics;
        this.sent = new int[topics.size()];
        this.filter = filter;
        this.wroteAt = now;
    }

    List<Topic> topics() {
        return topics;
    }

    @Nullable
    Filter filter() {
        return filter;
    }

    /** Sends the topics whose state it has not, and a heartbeat where nothing else was for long. */
    void push(long now) {
        Buffer news = Buffer.buffer();
        for (int i = 0; i < sent.length; i++) {
            Buffer frame = topics.get(i).frame();
            if (frame != null && sent[i] != topics.get(i).version() && !response.writeQueueFull()) {
                news.appendBuffer(frame);
                sent[i] = topics.get(i).version();
            }
        }
        if (news.length() == 0 && now - wroteAt >= QUIET_MILLIS) {
            news = Frame.HEARTBEAT;
        }
        write(news, now);
    }

    private record Shown(String at, String source, String type, String messageId, int legs, int size, String payload) {}

    private record Pace(int shown, long matched, long passedBy) {}

    /** Sends those of what came by that it looks for: the first fifty in each second. */
    void show(List<Tail.Seen> seen, long missed, long now) {
        Filter mine = filter;
        if (mine == null) {
            return;
        }
        List<Buffer> frames = new ArrayList<>();
        if (now / 1000 != second) {
            if (matched > 0) {
                frames.add(Frame.of("pace", new Pace(shown, matched, passedBy)));
            }
            second = now / 1000;
            shown = 0;
            matched = 0;
            passedBy = 0;
        }
        passedBy += missed;
        for (Tail.Seen each : seen) {
            if (mine.wants(each.event().envelope()) && mine.finds(each.event().body())) {
                matched++;
                if (shown < MOST_EVENTS && !response.writeQueueFull()) {
                    shown++;
                    frames.add(Frame.of("event", shown(each)));
                }
            }
        }
        Buffer all = Buffer.buffer();
        frames.forEach(all::appendBuffer);
        write(all, now);
    }

    private static Shown shown(Tail.Seen seen) {
        Event event = seen.event();
        byte[] body = event.body();
        return new Shown(
                Instant.ofEpochMilli(event.envelope().receivedAt()).toString(),
                event.envelope().source(),
                event.envelope().type(),
                event.envelope().id(),
                seen.legs(),
                body.length,
                new String(body, 0, Math.min(body.length, MOST_PAYLOAD), StandardCharsets.UTF_8));
    }

    private void write(Buffer frames, long now) {
        if (frames.length() > 0 && !response.ended() && !response.closed() && !response.writeQueueFull()) {
            wroteAt = now;
            response.write(frames);
        }
    }
}
