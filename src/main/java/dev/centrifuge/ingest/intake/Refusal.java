package dev.centrifuge.ingest.intake;

import dev.centrifuge.ingest.json.JsonScanner;
import java.util.List;

/**
 * Nothing of a request is accepted.
 *
 * @param status 400, 401, 413 or 415
 * @param reason one of the few words of {@code IngestListener.refused}
 * @param detail for people; holds nothing that the client sent
 * @param errors per event, where the request was a batch that has nothing valid; else empty
 */
public record Refusal(int status, String reason, String detail, List<EventError> errors) implements Intake.Result {

    /** What is wrong with one event of a batch. */
    public record EventError(int index, String reason) {}

    /** The body is not what it should be. */
    public static Refusal invalid(String detail) {
        return new Refusal(400, "invalid", detail, List.of());
    }

    /** The body is not JSON, or not of the shape that it should have. */
    public static Refusal malformed(JsonScanner scanner, int from) {
        return invalid(scanner.problem() + ", at byte " + (scanner.position() - from) + " of the JSON");
    }

    /** The body, or what it becomes, is too large. */
    public static Refusal tooLarge(String detail) {
        return new Refusal(413, "too_large", detail, List.of());
    }

    /** The body is not of a kind that is read here. */
    public static Refusal unsupported(String detail) {
        return new Refusal(415, "unsupported", detail, List.of());
    }
}
