package dev.centrifuge.ingest.segment;

import dev.centrifuge.ingest.access.Source;
import dev.centrifuge.ingest.intake.EventIds;
import dev.centrifuge.ingest.intake.Harvest;
import dev.centrifuge.ingest.intake.Identity;
import dev.centrifuge.ingest.intake.Intake;
import dev.centrifuge.ingest.intake.Limits;
import dev.centrifuge.ingest.intake.ReceivedAt;
import dev.centrifuge.ingest.intake.Refusal;
import dev.centrifuge.ingest.json.Field;
import dev.centrifuge.ingest.json.JsonScanner;
import dev.centrifuge.ingest.json.Members;
import org.jspecify.annotations.Nullable;

/** One tracking call, whose kind the route names. */
public final class SingleIntake implements Intake {

    private final Limits limits;
    private final JsonScanner scanner = new JsonScanner();
    private final Members members = new Members();
    private final Composer composer;
    private @Nullable Call call;

    public SingleIntake(Limits limits, EventIds ids) {
        this.limits = limits;
        this.composer = new Composer(limits, ids, scanner);
    }

    /**
     * Says what the next body is.
     *
     * @param routed what the route says, or null where the body's {@code type} must say
     */
    public SingleIntake of(@Nullable Call routed) {
        call = routed;
        return this;
    }

    @Override
    public @Nullable Refusal read(byte[] buf, int from, int to) {
        if (to - from > limits.event()) {
            return Refusal.tooLarge("an event is larger than " + limits.event() + " bytes");
        }
        scanner.reset(buf, from, to);
        members.clear(buf);
        if (!members.read(scanner) || !scanner.atEnd()) {
            return Refusal.malformed(scanner, from);
        }
        members.select(0);
        return null;
    }

    /** Whether the body is a report of a browser SDK about itself, which is no event. */
    public boolean isMetrics() {
        return members.has(Field.SERIES) && !members.has(Field.TYPE);
    }

    @Override
    public byte @Nullable [] writeKey() {
        return members.has(Field.WRITE_KEY)
                ? Identity.writeKey(members.buf(), members.start(Field.WRITE_KEY), members.end(Field.WRITE_KEY))
                : null;
    }

    @Override
    public int events() {
        return 1;
    }

    @Override
    public Result compose(Source source, ReceivedAt receivedAt, @Nullable String traceparent) {
        Harvest harvest = new Harvest(source, receivedAt, traceparent, limits, 1);
        composer.compose(members, 0, call, Shared.NOTHING, harvest);
        return harvest.result();
    }
}
