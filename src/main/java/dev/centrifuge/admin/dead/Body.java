package dev.centrifuge.admin.dead;

import com.fasterxml.jackson.databind.JsonNode;
import dev.centrifuge.admin.http.Call;
import dev.centrifuge.admin.http.Problem;
import dev.centrifuge.flow.job.Criteria;
import dev.centrifuge.flow.job.Letter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The body of a call, checked as it is asked for. A name that is not known is refused, as in a query. */
final class Body {
    private static final int MOST_IDS = 1_000;
    private static final int LONGEST = 4_096;
    private static final double MOST_RATE = 100_000;

    private final Call call;
    private final JsonNode body;

    Body(Call call, Set<String> names) {
        this.call = call;
        this.body = call.body();
        for (Iterator<String> given = body.fieldNames(); given.hasNext(); ) {
            if (!names.contains(given.next())) {
                throw Problem.bad("the body has a name that is not known; there are "
                                + String.join(", ", new TreeSet<>(names)))
                        .refusal();
            }
        }
    }

    boolean has(String name) {
        return body.hasNonNull(name);
    }

    @Nullable
    String text(String name) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()
                || value.textValue().isEmpty()
                || value.textValue().length() > LONGEST) {
            throw Problem.bad(name + " is text of 1 to " + LONGEST + " characters")
                    .refusal();
        }
        return value.textValue();
    }

    boolean flag(String name) {
        JsonNode value = body.path(name);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw Problem.bad(name + " is true or false").refusal();
        }
        return value.booleanValue();
    }

    /** Legs a second; 0 where none is given. */
    double rate() {
        JsonNode value = body.path("rate");
        if (value.isMissingNode() || value.isNull()) {
            return 0;
        }
        if (!value.isNumber() || !(value.doubleValue() > 0) || value.doubleValue() > MOST_RATE) {
            throw Problem.bad("rate is a number of events a second, above 0 and at most 100000")
                    .refusal();
        }
        return value.doubleValue();
    }

    List<Letter.Place> ids() {
        JsonNode value = body.path("ids");
        List<Letter.Place> ids = new ArrayList<>();
        for (JsonNode each : value) {
            Letter.Place place = each.isTextual() ? Letter.Place.parse(each.textValue()) : null;
            if (place == null) {
                throw Problem.bad("ids are texts such as 3-1027").refusal();
            }
            ids.add(place);
        }
        if (!value.isArray() || ids.isEmpty() || ids.size() > MOST_IDS) {
            throw Problem.bad("ids is a list of 1 to " + MOST_IDS + " ids").refusal();
        }
        return ids;
    }

    private long moment(String name, long absent) {
        Instant moment = Call.moment(name, text(name), call.now());
        return moment == null ? absent : moment.toEpochMilli();
    }

    Criteria criteria() {
        return ordered(new Criteria(
                text("destination"),
                text("source"),
                text("reason"),
                Math.max(0, moment("since", 0)),
                moment("until", Long.MAX_VALUE),
                text("text")));
    }

    /** The same of a query. */
    static Criteria criteria(Call call) {
        Instant since = call.time("since");
        Instant until = call.time("until");
        return ordered(new Criteria(
                call.text("destination"),
                call.text("source"),
                call.text("reason"),
                since == null ? 0 : Math.max(0, since.toEpochMilli()),
                until == null ? Long.MAX_VALUE : until.toEpochMilli(),
                call.text("text")));
    }

    private static Criteria ordered(Criteria criteria) {
        if (criteria.since() >= criteria.until()) {
            throw Problem.bad("since is before until").refusal();
        }
        return criteria;
    }
}
