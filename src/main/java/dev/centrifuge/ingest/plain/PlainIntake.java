package dev.centrifuge.ingest.plain;

import dev.centrifuge.ingest.access.Source;
import dev.centrifuge.ingest.intake.EventIds;
import dev.centrifuge.ingest.intake.Harvest;
import dev.centrifuge.ingest.intake.Identity;
import dev.centrifuge.ingest.intake.Intake;
import dev.centrifuge.ingest.intake.Integrations;
import dev.centrifuge.ingest.intake.Limits;
import dev.centrifuge.ingest.intake.ReceivedAt;
import dev.centrifuge.ingest.intake.Refusal;
import dev.centrifuge.ingest.json.Field;
import dev.centrifuge.ingest.json.JsonOutput;
import dev.centrifuge.ingest.json.JsonScanner;
import dev.centrifuge.ingest.json.Members;
import dev.centrifuge.ingest.json.Patch;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * One JSON object, which is an event, or an array of them, which is a batch. Nothing is asked of an event; what it
 * calls {@code messageId}, {@code type}, {@code userId}, {@code anonymousId} and {@code integrations} means what it means
 * to Segment. Its times are its own: they are not corrected.
 */
public final class PlainIntake implements Intake {

    private static final String UNTYPED = "event";

    private final Limits limits;
    private final EventIds ids;
    private final JsonScanner scanner = new JsonScanner();
    private final Members members = new Members();
    private final Patch patch = new Patch();
    private final JsonOutput out = new JsonOutput();
    private final String tooLarge;
    private boolean single;

    public PlainIntake(Limits limits, EventIds ids) {
        this.limits = limits;
        this.ids = ids;
        this.tooLarge = "an event is larger than " + limits.event() + " bytes";
    }

    @Override
    public @Nullable Refusal read(byte[] buf, int from, int to) {
        scanner.reset(buf, from, to);
        members.clear(buf);
        single = scanner.peek() != '[';
        if (single && to - from > limits.event()) {
            return Refusal.tooLarge(tooLarge);
        }
        boolean read = single ? members.read(scanner) : members.readAll(scanner, limits.batchEvents());
        if (!read || !scanner.atEnd()) {
            return Refusal.malformed(scanner, from);
        }
        return members.count() == 0 ? Refusal.invalid("the batch is empty") : null;
    }

    @Override
    public byte @Nullable [] writeKey() {
        members.select(0);
        return single && members.has(Field.WRITE_KEY)
                ? Identity.writeKey(members.buf(), members.start(Field.WRITE_KEY), members.end(Field.WRITE_KEY))
                : null;
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
            String problem = problem();
            problem = problem != null ? problem : write(harvest);
            if (problem != null) {
                harvest.reject(i, problem, members, out);
            }
        }
        return harvest.result();
    }

    private @Nullable String problem() {
        if (!members.isObject()) {
            return "an event must be an object";
        }
        if (members.objectEnd() - members.objectStart() > limits.event()) {
            return tooLarge;
        }
        return members.hasDuplicate() ? "a top-level member stands twice" : Identity.problem(members);
    }

    private @Nullable String write(Harvest harvest) {
        String given = members.isText(Field.MESSAGE_ID) ? Identity.text(members, Field.MESSAGE_ID) : "";
        String type = members.isText(Field.TYPE) ? Identity.text(members, Field.TYPE) : UNTYPED;
        if (given == null || type == null) {
            return "an id is not valid text";
        }
        if (given.length() > Identity.MAX_MESSAGE_ID) {
            return "messageId is longer than 100 characters";
        }
        patch.clear();
        String id = given.isEmpty() ? ids.next(harvest.receivedAt().millis()) : given;
        patch.set(Field.MESSAGE_ID, given.isEmpty() ? ('"' + id + '"').getBytes(US_ASCII) : null);
        return write(harvest, id, type);
    }

    private @Nullable String write(Harvest harvest, String id, String type) {
        byte[] key = key(harvest.source().keyPrefix(), id);
        String limiting = limiting();
        if (key == null) {
            return "an id is not valid text";
        }
        if (limiting != null && limiting.length() > Integrations.MAX_BYTES) {
            return "integrations is larger than 8192 bytes";
        }
        patch.remove(Field.WRITE_KEY);
        patch.write(members, Field.RECEIVED_AT, harvest.receivedAt().quoted(), out);
        harvest.accept(id, type, limiting, key, out.toBytes());
        return null;
    }

    private byte @Nullable [] key(byte[] prefix, String id) {
        if (Identity.present(members, Field.USER_ID)) {
            return Identity.key(prefix, members, Field.USER_ID);
        }
        return Identity.present(members, Field.ANONYMOUS_ID)
                ? Identity.key(prefix, members, Field.ANONYMOUS_ID)
                : Identity.key(prefix, id);
    }

    private @Nullable String limiting() {
        return members.has(Field.INTEGRATIONS)
                ? Integrations.limiting(
                        scanner, members.buf(), members.start(Field.INTEGRATIONS), members.end(Field.INTEGRATIONS))
                : null;
    }
}
