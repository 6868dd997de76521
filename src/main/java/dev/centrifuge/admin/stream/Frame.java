package dev.centrifuge.admin.stream;

import dev.centrifuge.admin.http.Json;
import io.vertx.core.buffer.Buffer;

/** Server-sent events as text: a name and one line of JSON, in which every line break is escaped. */
final class Frame {
    static final String TYPE = "text/event-stream";

    /** A comment: it keeps proxies and idle timers from closing what is quiet. */
    static final Buffer HEARTBEAT = Buffer.buffer(":\n\n");

    private Frame() {}

    static Buffer of(String event, Object data) {
        return of(event, Json.write(data));
    }

    static Buffer of(String event, Buffer json) {
        return Buffer.buffer(json.length() + event.length() + 16)
                .appendString("event: ")
                .appendString(event)
                .appendString("\ndata: ")
                .appendBuffer(json)
                .appendString("\n\n");
    }
}
