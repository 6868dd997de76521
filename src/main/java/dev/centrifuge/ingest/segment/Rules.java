package dev.centrifuge.ingest.segment;

import dev.centrifuge.ingest.intake.Identity;
import dev.centrifuge.ingest.json.Field;
import dev.centrifuge.ingest.json.Members;
import org.jspecify.annotations.Nullable;

/** What makes a call valid. Reasons are fixed texts: they are shown to people and stored, so they quote nothing. */
final class Rules {

    private Rules() {}

    /**
     * What is wrong with the members' current object, or null.
     *
     * @param call what it is, or null where its {@code type} does not say
     */
    static @Nullable String problem(Members event, @Nullable Call call) {
        if (event.hasDuplicate()) {
            return "a top-level member stands twice";
        }
        if (call == null) {
            return event.kind(Field.TYPE) == 0 ? "type is missing" : "type is none of Segment's";
        }
        String identity = Identity.problem(event);
        if (identity != null) {
            return identity;
        }
        if (!Identity.present(event, Field.USER_ID) && !Identity.present(event, Field.ANONYMOUS_ID)) {
            return "userId or anonymousId is missing";
        }
        if (!isObject(event, Field.INTEGRATIONS)) {
            return "integrations must be an object";
        }
        return ofCall(event, call);
    }

    private static @Nullable String ofCall(Members event, Call call) {
        return switch (call) {
            case TRACK -> event.isText(Field.EVENT) ? null : "track needs the name of an event";
            case GROUP -> Identity.present(event, Field.GROUP_ID) ? null : "group needs a groupId";
            case ALIAS -> Identity.present(event, Field.PREVIOUS_ID) ? null : "alias needs a previousId";
            case IDENTIFY, PAGE, SCREEN -> null;
        };
    }

    /** Whether a member is an object or not there. PHP writes an empty one as an array. */
    private static boolean isObject(Members event, Field field) {
        byte kind = event.kind(field);
        return kind == 0 || kind == '{' || Absent.isEmptyArray(event.buf(), event.start(field), event.end(field));
    }
}
