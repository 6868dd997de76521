package dev.centrifuge.tools.sink;

import java.util.List;

/**
 * One request that came to a sink, told once its fate is decided.
 *
 * @param millis when it had come in whole, in milliseconds since the epoch
 * @param nanos the same, in monotonic nanoseconds
 * @param path without the query
 * @param status what it is answered, or 0 where it gets no proper answer
 * @param webhookId its {@code webhook-id} header, or {@code ""}
 * @param attempt its {@code x-centrifuge-attempt} header, or 0
 * @param ids the ids of its events; empty where there are none to be read
 * @param body what it brought: treat it as read-only
 */
@SuppressWarnings("ArrayRecordComponent")
public record Arrival(
        long millis,
        long nanos,
        String path,
        int status,
        String webhookId,
        int attempt,
        List<String> ids,
        byte[] body) {

    /** Whether the sink took it: only then do its events count as arrived. */
    public boolean accepted() {
        return status >= 200 && status < 300;
    }
}
