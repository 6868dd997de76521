package dev.centrifuge.admin.stream;

import dev.centrifuge.admin.http.Json;
import dev.centrifuge.admin.http.Problem;
import dev.centrifuge.admin.http.Refusal;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One topic's newest state, asked for once however many watch it. */
final class Topic {
    private static final Logger LOG = LoggerFactory.getLogger(Topic.class);

    private final String text;
    private final String kind;
    private final String name;
    private final Feed feed;
    private boolean asking;
    private @Nullable Buffer json;
    private @Nullable Buffer frame;
    private int version;

    /** @param text as a watcher names it, such as {@code destination:crm} */
    Topic(String text, Feed feed) {
        int colon = text.indexOf(':');
        this.text = text;
        this.kind = colon < 0 ? text : text.substring(0, colon);
        this.name = colon < 0 ? "" : text.substring(colon + 1);
        this.feed = feed;
    }

    String text() {
        return text;
    }

    /** Counts the states; 0 while none is known. */
    int version() {
        return version;
    }

    /** The newest state, written. */
    @Nullable
    Buffer frame() {
        return frame;
    }

    /** Whether it is time to ask. */
    boolean due(long tick) {
        return tick % feed.ticks() == 0;
    }

    /** Asks how things stand, unless an answer is still to come; {@code changed} is told if they are not as before. */
    void refresh(Runnable changed) {
        if (asking) {
            return;
        }
        asking = true;
        Future<?> asked;
        try {
            asked = feed.state().now(name);
        } catch (RuntimeException e) {
            asked = Future.failedFuture(e);
        }
        asked.onComplete(state -> {
            asking = false;
            if (state.succeeded()) {
                take(kind, Json.write(state.result()), changed);
            } else {
                take("problem", problem(state.cause()), changed);
            }
        });
    }

    private void take(String event, Buffer now, Runnable changed) {
        if (!now.equals(json)) {
            json = now;
            frame = Frame.of(event, now);
            version++;
            changed.run();
        }
    }

    private record Trouble(String topic, int status, String detail) {}

    private Buffer problem(Throwable cause) {
        if (!(cause instanceof Refusal)) {
            LOG.warn("no state of {}", text, cause);
        }
        Problem problem = cause instanceof Refusal refusal ? refusal.problem() : Problem.FAILED;
        return Json.write(new Trouble(text, problem.status(), problem.detail()));
    }
}
