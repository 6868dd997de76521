package dev.centrifuge.tools.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/**
 * The history of an event for people:
 *
 * <pre>
 * m1 from web, 2026-01-31T10:00:00.120Z, events-3 at 42, 245 bytes
 *   billing  delivered
 *   crm      dead: http_400, letter 3-17
 *     2026-01-31T10:00:00.220Z  attempt 1  failed 503 in 12.3 ms, again at 2026-01-31T10:00:01.400Z
 *       over capacity
 *     2026-01-31T10:00:01.500Z  attempt 2  refused 400 in 9.8 ms, dead: http_400
 * </pre>
 */
final class Timeline {
    private static final int MOST_ANSWER = 200;

    private final Printout out;

    Timeline(Printout out) {
        this.out = out;
    }

    void print(JsonNode answer) {
        JsonNode events = answer.path("events");
        events.forEach(event -> event(answer.path("messageId").asText(), event));
        if (!answer.path("attempts").isEmpty()) {
            out.line("attempts whose event is not in what was searched:");
            answer.path("attempts").forEach(attempt -> {
                out.line("  " + plain(attempt.path("destination").asText()));
                attempt(attempt);
            });
        }
        JsonNode searched = answer.path("searched");
        boolean complete = searched.path("complete").asBoolean();
        if (events.isEmpty()) {
            out.line("not found from " + searched.path("from").asText() + " to "
                    + searched.path("to").asText() + (complete ? "" : ", and further back was not searched"));
        }
    }

    private void event(String id, JsonNode event) {
        out.line(plain(id) + " from " + event.path("source").asText() + ", "
                + event.path("receivedAt").asText() + ", events-"
                + event.path("partition").asText() + " at "
                + event.path("offset").asText() + ", " + event.path("size").asText() + " bytes");
        int width = 0;
        for (JsonNode leg : event.path("legs")) {
            width = Math.max(width, leg.path("destination").asText().length());
        }
        for (JsonNode leg : event.path("legs")) {
            String destination = plain(leg.path("destination").asText());
            out.line("  " + destination + " ".repeat(Math.max(0, width - destination.length())) + "  " + state(leg));
            leg.path("attempts").forEach(this::attempt);
        }
        if (event.path("legs").isEmpty()) {
            out.line("  no destination is fed by this source");
        }
    }

    private static String state(JsonNode leg) {
        String text = leg.path("state").asText();
        if (leg.has("why")) {
            text += ": " + plain(leg.path("why").asText());
        }
        if (leg.has("nextAt")) {
            text += ", next at " + leg.path("nextAt").asText();
        }
        return leg.has("letter") ? text + ", letter " + leg.path("letter").asText() : text;
    }

    private void attempt(JsonNode attempt) {
        String status = attempt.path("status").asInt() == 0
                ? plain(attempt.path("cause").asText())
                : attempt.path("status").asText();
        String latency =
                String.format(Locale.ROOT, "%.1f", attempt.path("latencyMillis").asDouble());
        out.line("    " + attempt.path("at").asText() + "  attempt "
                + attempt.path("attempt").asText() + "  "
                + attempt.path("outcome").asText() + " " + status + " in "
                + latency + " ms" + next(attempt.path("next")));
        String answer = plain(attempt.path("answer").asText());
        if (!answer.isBlank()) {
            out.line("      " + (answer.length() > MOST_ANSWER ? answer.substring(0, MOST_ANSWER) + "…" : answer));
        }
    }

    private static String next(JsonNode next) {
        String detail = plain(next.path("detail").asText());
        String at = next.path("at").asText();
        return switch (next.path("what").asText()) {
            case "retry" -> ", again at " + at;
            case "delayed" -> ", in the delay topic of " + detail + " until " + at;
            case "detached" -> ", again when the destination takes events";
            case "dead" -> ", dead: " + detail;
            default -> "";
        };
    }

    /** Without what would act on a terminal, on one line. */
    private static String plain(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ").strip();
    }
}
