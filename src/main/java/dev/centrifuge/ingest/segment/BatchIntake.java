package dev.centrifuge.ingest.segment;

import dev.centrifuge.ingest.access.Source;
import dev.centrifuge.ingest.intake.EventIds;
import dev.centrifuge.ingest.intake.Harvest;
import dev.centrifuge.ingest.intake.Identity;
import dev.centrifuge.ingest.intake.Intake;
import dev.centrifuge.ingest.intake.Limits;
import dev.centrifuge.ingest.intake.ReceivedAt;
import dev.centrifuge.ingest.intake.Refusal;
import dev.centrifuge.ingest.json.Defaults;
import dev.centrifuge.ingest.json.Field;
import dev.centrifuge.ingest.json.IsoTime;
import dev.centrifuge.ingest.json.JsonScanner;
import dev.centrifuge.ingest.json.Members;
import org.jspecify.annotations.Nullable;

/**
 * {@code {"batch":[…], "sentAt":…, "context":{…}, "integrations":{…}, "writeKey":…}}, in any order: read once, composed
 * when all of it is known.
 */
public final class BatchIntake implements Intake {

    private final Limits limits;
    private final JsonScanner scanner = new JsonScanner();
    /** The batch's events; and the batch itself, of which only the top level is noted. */
    private final Members members = new Members();

    private final BatchTop top = new BatchTop();
    private final Composer composer;
    private Shared shared = Shared.NOTHING;

    public BatchIntake(Limits limits, EventIds ids) {
        this.limits = limits;
        this.composer = new Composer(limits, ids, scanner);
    }

    @Override
    public @Nullable Refusal read(byte[] buf, int from, int to) {
        scanner.reset(buf, from, to);
        members.clear(buf);
        top.clear(buf);
        scanner.beginObject();
        while (scanner.problem() == null && scanner.nextMember()) {
            member(buf);
        }
        if (scanner.problem() != null || !scanner.atEnd()) {
            return Refusal.malformed(scanner, from);
        }
        return members.count() == 0 ? Refusal.invalid("batch is missing or empty") : share(buf);
    }

    private void member(byte[] buf) {
        Field field = Field.of(buf, scanner.keyStart(), scanner.keyEnd(), scanner.keyEscaped());
        int start = scanner.position();
        if (field == Field.BATCH) {
            members.readAll(scanner, limits.batchEvents());
        } else {
            scanner.skipValue();
        }
        if (field != null && !top.note(field, start, scanner.position())) {
            scanner.fail("a top-level member stands twice");
        }
    }

    private @Nullable Refusal share(byte[] buf) {
        if (!top.isObjectOrNothing(Field.CONTEXT) || !top.isObjectOrNothing(Field.INTEGRATIONS)) {
            return Refusal.invalid("a batch's context and integrations must be objects");
        }
        Defaults context = defaults(buf, Field.CONTEXT);
        Defaults integrations = scanner.problem() == null ? defaults(buf, Field.INTEGRATIONS) : null;
        if (scanner.problem() != null) {
            return Refusal.invalid(scanner.problem());
        }
        shared = new Shared(sentAt(buf), context, integrations);
        return null;
    }

    private long sentAt(byte[] buf) {
        return top.isText(Field.SENT_AT)
                ? IsoTime.parseString(buf, top.start(Field.SENT_AT), top.end(Field.SENT_AT))
                : IsoTime.INVALID;
    }

    private @Nullable Defaults defaults(byte[] buf, Field field) {
        if (!top.isObject(field)) {
            return null;
        }
        Defaults defaults = Defaults.of(scanner, buf, top.start(field), top.end(field));
        return defaults.isEmpty() ? null : defaults;
    }

    @Override
    public byte @Nullable [] writeKey() {
        return Identity.writeKey(members.buf(), top.start(Field.WRITE_KEY), top.end(Field.WRITE_KEY));
    }

    @Override
    public int events() {
        return members.count();
    }

    @Override
    public Result compose(Source source, ReceivedAt receivedAt, @Nullable String traceparent) {
        Harvest harvest = new Harvest(source, receivedAt, traceparent, limits, members.count());
        for (int i = 0; i < members.count() && !harvest.tooMuch(); i++) {
            members.select(i);
            composer.compose(members, i, null, shared, harvest);
        }
        return harvest.result();
    }
}
