package dev.centrifuge.ingest.cloudevents;

import dev.centrifuge.ingest.access.Source;
import dev.centrifuge.ingest.intake.Harvest;
import dev.centrifuge.ingest.intake.Identity;
import dev.centrifuge.ingest.intake.Intake;
import dev.centrifuge.ingest.intake.Limits;
import dev.centrifuge.ingest.intake.ReceivedAt;
import dev.centrifuge.ingest.intake.Refusal;
import dev.centrifuge.ingest.json.JsonOutput;
import dev.centrifuge.ingest.json.JsonScanner;
import dev.centrifuge.ingest.json.Members;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One event in the JSON format, or an array of them. It is stored byte by byte as it was sent: CloudEvents know neither
 * {@code messageId} nor {@code receivedAt} (names with capitals are not legal), so these stay in the envelope.
 */
public final class CloudEventIntake implements Intake {

    private final Limits limits;
    private final JsonScanner scanner = new JsonScanner();
    private final Members members = new Members();
    private final JsonOutput out = new JsonOutput();
    private final CloudEvent event = new CloudEvent();
    private final CloudEventIds ids = new CloudEventIds();
    private int largest;
    private boolean batched;

    public CloudEventIntake(Limits limits) {
        this.limits = limits;
    }

    /** Says that the next body is one event. */
    public CloudEventIntake single() {
        return next(false, limits.event());
    }

    /** Says that the next body is an array of events. */
    public CloudEventIntake batched() {
        return next(true, limits.event());
    }

    /** Says that the next body is one event that the gateway has put together itself. */
    CloudEventIntake assembled() {
        return next(false, limits.stored());
    }

    private CloudEventIntake next(boolean batch, int most) {
        batched = batch;
        largest = most;
        return this;
    }

    @Override
    public @Nullable Refusal read(byte[] buf, int from, int to) {
        if (!batched && to - from > largest) {
            return Refusal.tooLarge("an event is larger than " + largest + " bytes");
        }
        scanner.reset(buf, from, to);
        members.clear(buf);
        boolean read = batched ? members.readAll(scanner, limits.batchEvents()) : members.read(scanner);
        if (!read || !scanner.atEnd()) {
            return Refusal.malformed(scanner, from);
        }
        return members.count() == 0 ? Refusal.invalid("the batch is empty") : null;
    }

    @Override
    public byte @Nullable [] writeKey() {
        return null;
    }

    @Override
    public int events() {
        return members.count();
    }

    @Override
    public Result compose(Source source, ReceivedAt receivedAt, @Nullable String traceparent) {
        Harvest harvest = new Harvest(source, receivedAt, traceparent, limits, members.count());
        for (int i = 0; i < members.count(); i++) {
            members.select(i);
            String problem = accept(harvest);
            if (problem != null) {
                harvest.reject(i, problem, members, out);
            }
        }
        return harvest.result();
    }

    private @Nullable String accept(Harvest harvest) {
        int start = members.objectStart();
        int end = members.objectEnd();
        if (!members.isObject()) {
            return "an event must be an object";
        }
        if (end - start > largest) {
            return "an event is larger than " + largest + " bytes";
        }
        String problem = event.read(members.buf(), start, end);
        String id = event.text("id");
        String ceSource = event.text("source");
        String type = event.text("type");
        if (problem != null || id == null || ceSource == null || type == null) {
            return problem;
        }
        byte[] key = Identity.key(harvest.source().keyPrefix(), user(id));
        harvest.accept(ids.messageId(ceSource, id), type, null, key, Arrays.copyOfRange(members.buf(), start, end));
        return null;
    }

    /** What takes the place of a user: what the producer partitions by, else what the event is about. */
    private String user(String id) {
        String partition = event.text("partitionkey");
        String subject = event.text("subject");
        return partition != null ? partition : subject != null ? subject : id;
    }
}
