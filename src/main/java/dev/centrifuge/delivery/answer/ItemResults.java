package dev.centrifuge.delivery.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.centrifuge.delivery.Answer;
import dev.centrifuge.delivery.Outcome;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * What a destination says of the single events of a batch that it took: {@code {"rejected":[{"index":0,"reason":"…"}]}}, as
 * this gateway answers batches itself. An answer of another form says nothing of single events: all were taken.
 */
public final class ItemResults {
    /** The cause of a refusal. */
    static final String REJECTED = "item_rejected";

    private static final ObjectMapper JSON = new ObjectMapper();

    private ItemResults() {}

    /**
     * @param body of the answer
     * @param events how many were sent
     * @return by the index of each that was rejected; what is out of range is ignored
     */
    public static Map<Integer, Outcome> read(Buffer body, int events, Answer answer, Redaction redaction) {
        Map<Integer, Outcome> rejected = new HashMap<>();
        for (JsonNode item : tree(body).path("rejected")) {
            JsonNode index = item.path("index");
            if (index.isInt() && index.intValue() >= 0 && index.intValue() < events) {
                Excerpt reason = new Excerpt(redaction);
                reason.add(Buffer.buffer(item.path("reason").asText("")));
                Answer own = new Answer(answer.status(), REJECTED, reason.text(), answer.latencyNanos());
                rejected.put(index.intValue(), new Outcome.Refused(own));
            }
        }
        return rejected;
    }

    private static JsonNode tree(Buffer body) {
        try {
            return JSON.readTree(body.getBytes());
        } catch (IOException notJson) {
            return JSON.missingNode();
        }
    }
}
