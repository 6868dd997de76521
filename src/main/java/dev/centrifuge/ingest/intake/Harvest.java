package dev.centrifuge.ingest.intake;

import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import dev.centrifuge.event.Rejected;
import dev.centrifuge.ingest.access.Schemas;
import dev.centrifuge.ingest.access.Source;
import dev.centrifuge.ingest.json.Field;
import dev.centrifuge.ingest.json.JsonOutput;
import dev.centrifuge.ingest.json.Members;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one body brings in: collects the events that are valid and those that are not. One request's. */
public final class Harvest {

    /** What stands in a rejected event where its sender had put its write key. */
    private static final byte[] HIDDEN = "\"***\"".getBytes(StandardCharsets.US_ASCII);

    private final Source source;
    private final ReceivedAt receivedAt;
    private final @Nullable String traceparent;
    private final Limits limits;
    private final List<Event> events;
    private final List<Rejected> rejected = new ArrayList<>(0);
    private boolean violations;
    private long weight;

    public Harvest(
            Source source, ReceivedAt receivedAt, @Nullable String traceparent, Limits limits, int expectedEvents) {
        this.source = source;
        this.receivedAt = receivedAt;
        this.traceparent = traceparent;
        this.limits = limits;
        this.events = new ArrayList<>(expectedEvents);
    }

    public Source source() {
        return source;
    }

    public ReceivedAt receivedAt() {
        return receivedAt;
    }

    /** Adds a valid event, unless it violates a schema of its source. */
    public void accept(String id, String type, @Nullable String integrations, byte[] key, byte[] body) {
        Schemas schemas = source.schemas();
        String violation = schemas == null ? null : schemas.problem(type, body);
        if (violation != null) {
            violations = true;
            // Each event is either accepted or rejected, in their order.
            reject(events.size() + rejected.size(), violation, body);
            return;
        }
        Envelope envelope = new Envelope(source.id(), id, type, receivedAt.millis(), traceparent, integrations);
        Event event = new Event(envelope, key, body);
        events.add(event);
        weight += event.weight();
    }

    /** Notes the members' current object as invalid, without the write key that it may hold. */
    public void reject(int index, String reason, Members members, JsonOutput scratch) {
        int from = members.objectStart();
        scratch.clear();
        for (int i = 0; members.isObject() && i < members.known(); i++) {
            if (members.field(i) == Field.WRITE_KEY) {
                scratch.put(members.buf(), from, members.fieldStart(i));
                scratch.put(HIDDEN);
                from = members.fieldEnd(i);
            }
        }
        scratch.put(members.buf(), from, members.objectEnd());
        reject(index, reason, scratch.toBytes());
    }

    private void reject(int index, String reason, byte[] body) {
        byte[] cut = body.length > limits.event() ? Arrays.copyOf(body, limits.event()) : body;
        rejected.add(new Rejected(source.id(), index, reason, cut, receivedAt.millis()));
        weight += cut.length + 200;
    }

    /** Whether it has become more than one request may store; then composing need not go on. */
    public boolean tooMuch() {
        return weight - 200L * (events.size() + rejected.size()) > limits.total();
    }

    public Intake.Result result() {
        if (tooMuch()) {
            return Refusal.tooLarge("the events with the batch's context are larger than " + limits.total() + " bytes");
        }
        Refusal nothing = events.isEmpty() ? nothingValid() : null;
        return nothing != null && !violations ? nothing : new Intake.Accepted(events, rejected, weight, nothing);
    }

    private Refusal nothingValid() {
        List<Refusal.EventError> errors = new ArrayList<>(rejected.size());
        for (Rejected event : rejected) {
            errors.add(new Refusal.EventError(event.index(), event.reason()));
        }
        String detail = errors.size() == 1 ? errors.get(0).reason() : "no event of the request is valid";
        return new Refusal(400, "invalid", detail, errors);
    }
}
