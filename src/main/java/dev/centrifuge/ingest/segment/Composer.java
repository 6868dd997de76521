package dev.centrifuge.ingest.segment;

import dev.centrifuge.ingest.intake.EventIds;
import dev.centrifuge.ingest.intake.Harvest;
import dev.centrifuge.ingest.intake.Identity;
import dev.centrifuge.ingest.intake.Integrations;
import dev.centrifuge.ingest.intake.Limits;
import dev.centrifuge.ingest.json.Defaults;
import dev.centrifuge.ingest.json.Field;
import dev.centrifuge.ingest.json.JsonOutput;
import dev.centrifuge.ingest.json.JsonScanner;
import dev.centrifuge.ingest.json.Members;
import dev.centrifuge.ingest.json.Patch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Makes of a valid call what is stored: the client's bytes, plus {@code receivedAt}, a {@code messageId} and a
 * {@code type} where they are missing, the corrected {@code timestamp}, and the batch's context and integrations; minus
 * the write key, which is a secret. Scratch space of one event loop.
 */
final class Composer {

    private final Limits limits;
    private final EventIds ids;
    private final JsonScanner scanner;
    private final JsonOutput out = new JsonOutput();
    private final JsonOutput merged = new JsonOutput();
    private final Patch patch = new Patch();
    private final String tooLarge;

    Composer(Limits limits, EventIds ids, JsonScanner scanner) {
        this.limits = limits;
        this.ids = ids;
        this.scanner = scanner;
        this.tooLarge = "an event is larger than " + limits.event() + " bytes";
    }

    /**
     * Adds the members' current object to the harvest, as valid or not.
     *
     * @param routed what the route says it is, or null where its own {@code type} must say
     */
    void compose(Members event, int index, @Nullable Call routed, Shared shared, Harvest harvest) {
        String problem = accept(event, routed, shared, harvest);
        if (problem != null) {
            harvest.reject(index, problem, event, out);
        }
    }

    private @Nullable String accept(Members event, @Nullable Call routed, Shared shared, Harvest harvest) {
        if (!event.isObject()) {
            return "an event must be an object";
        }
        if (event.objectEnd() - event.objectStart() > limits.event()) {
            return tooLarge;
        }
        Call call = routed != null ? routed : Call.of(event);
        String problem = Rules.problem(event, call);
        return problem != null || call == null ? problem : identify(event, call, shared, harvest);
    }

    private @Nullable String identify(Members event, Call call, Shared shared, Harvest harvest) {
        Field user = Identity.present(event, Field.USER_ID) ? Field.USER_ID : Field.ANONYMOUS_ID;
        byte[] key = Identity.key(harvest.source().keyPrefix(), event, user);
        String given = event.isText(Field.MESSAGE_ID) ? Identity.text(event, Field.MESSAGE_ID) : "";
        if (key == null || given == null) {
            return "an id is not valid text";
        }
        if (given.length() > Identity.MAX_MESSAGE_ID) {
            return "messageId is longer than 100 characters";
        }
        patch.clear();
        String id = given.isEmpty() ? ids.next(harvest.receivedAt().millis()) : given;
        patch.set(Field.MESSAGE_ID, given.isEmpty() ? ('"' + id + '"').getBytes(US_ASCII) : null);
        return write(event, call, shared, harvest, id, key);
    }

    private @Nullable String write(Members event, Call call, Shared shared, Harvest harvest, String id, byte[] key) {
        patch.set(Field.TYPE, event.has(Field.TYPE) && call.isTypeOf(event) ? null : call.quoted());
        patch.remove(Field.WRITE_KEY);
        times(event, shared, harvest);
        patch.set(Field.CONTEXT, merge(event, Field.CONTEXT, shared.context()));
        byte[] integrations = merge(event, Field.INTEGRATIONS, shared.integrations());
        patch.set(Field.INTEGRATIONS, integrations);
        String limiting = limiting(event, integrations);
        if (limiting != null && limiting.length() > Integrations.MAX_BYTES) {
            return "integrations is larger than 8192 bytes";
        }
        patch.write(event, Field.RECEIVED_AT, harvest.receivedAt().quoted(), out);
        if (out.size() > limits.stored()) {
            return "too large with the batch's context";
        }
        harvest.accept(id, call.word(), limiting, key, out.toBytes());
        return null;
    }

    private void times(Members event, Shared shared, Harvest harvest) {
        byte[] corrected =
                Times.corrected(event, shared.sentAt(), harvest.receivedAt().millis());
        if (corrected != null) {
            patch.set(Field.TIMESTAMP, corrected);
            if (!event.isText(Field.ORIGINAL_TIMESTAMP)) {
                int from = event.start(Field.TIMESTAMP);
                patch.set(Field.ORIGINAL_TIMESTAMP, Arrays.copyOfRange(event.buf(), from, event.end(Field.TIMESTAMP)));
            }
        } else if (event.kind(Field.TIMESTAMP) == 0) {
            patch.set(Field.TIMESTAMP, Times.missing(event, harvest.receivedAt().quoted()));
        }
    }

    /** What an event's object becomes with the batch's, or null where it stays as it is. */
    private byte @Nullable [] merge(Members event, Field field, @Nullable Defaults defaults) {
        if (defaults == null) {
            return null;
        }
        if (event.kind(field) == '{') {
            return defaults.merge(scanner, event.buf(), event.start(field), event.end(field), merged);
        }
        boolean nothing = !event.has(field) || Absent.isNothing(event.buf(), event.start(field), event.end(field));
        return nothing ? defaults.whole() : null;
    }

    private @Nullable String limiting(Members event, byte @Nullable [] merged) {
        if (merged != null) {
            return Integrations.limiting(scanner, merged, 0, merged.length);
        }
        return event.has(Field.INTEGRATIONS)
                ? Integrations.limiting(
                        scanner, event.buf(), event.start(Field.INTEGRATIONS), event.end(Field.INTEGRATIONS))
                : null;
    }
}
