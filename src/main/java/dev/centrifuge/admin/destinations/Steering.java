package dev.centrifuge.admin.destinations;

import com.fasterxml.jackson.databind.JsonNode;
import dev.centrifuge.admin.audit.Action;
import dev.centrifuge.admin.audit.AuditLog;
import dev.centrifuge.admin.http.Call;
import dev.centrifuge.admin.http.Json;
import dev.centrifuge.admin.http.Problem;
import dev.centrifuge.admin.http.Reply;
import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.dispatch.DestinationGauge;
import dev.centrifuge.dispatch.Tested;
import dev.centrifuge.dispatch.hold.Holds;
import dev.centrifuge.dispatch.hold.Pause;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an operator may do to a destination. Answers when it is durable, holds on this node, and is on record. */
final class Steering {
    private static final Logger LOG = LoggerFactory.getLogger(Steering.class);
    private static final int LONGEST_NOTE = 500;

    private final Views views;
    private final Holds holds;
    private final AuditLog audit;
    private final Running running;
    private long tests;

    record Steered(String destination, String state, Action action) {}

    /** @param cause null where it was delivered */
    record Fired(
            String destination,
            String outcome,
            int status,
            @Nullable String cause,
            double latencyMillis,
            String answer,
            Tested.@Nullable Request request,
            Action action) {}

    /** @param views say how a destination stands after that */
    Steering(Views views, AuditLog audit, Running running) {
        this.views = views;
        this.holds = views.holds();
        this.audit = audit;
        this.running = running;
    }

    Future<Reply> pause(Call call, DestinationConfig destination) {
        String note = note(call);
        Pause pause = new Pause(call.operator(), call.now().toEpochMilli(), note);
        return steer(call, destination, "pause", note, () -> holds.pause(destination.id(), pause));
    }

    Future<Reply> resume(Call call, DestinationConfig destination) {
        return steer(call, destination, "resume", note(call), () -> holds.resume(destination.id()));
    }

    private interface Step {
        CompletionStage<Void> go();
    }

    private Future<Reply> steer(
            Call call, DestinationConfig destination, String action, @Nullable String note, Step step) {
        return durable(step.go())
                .compose(done ->
                        durable(audit.record(call.now(), call.operator(), action, destination.id(), note, null)))
                .map(done -> Reply.ok(new Steered(destination.id(), state(destination), done)));
    }

    private String state(DestinationConfig destination) {
        DestinationGauge gauge = running.gauges().stream()
                .filter(each -> each.id().equals(destination.id()))
                .findFirst()
                .orElse(null);
        return views.word(destination, gauge);
    }

    /** What fails here may have been stored all the same: asking again does no harm. */
    private static <T> Future<T> durable(CompletionStage<T> stage) {
        return Future.fromCompletionStage(stage, Vertx.currentContext()).recover(failure -> {
            LOG.warn("what an operator decided could not be stored: {}", failure.toString());
            return Future.failedFuture(Problem.unavailable("it could not be stored, or not in time; try again")
                    .refusal());
        });
    }

    private static @Nullable String note(Call call) {
        JsonNode body = call.body();
        body.fieldNames().forEachRemaining(name -> {
            if (!name.equals("note")) {
                throw Problem.bad("the body may have a note, and nothing else").refusal();
            }
        });
        JsonNode note = body.path("note");
        if (note.isMissingNode() || note.isNull()) {
            return null;
        }
        if (!note.isTextual() || note.asText().length() > LONGEST_NOTE) {
            throw Problem.bad("note is a text of at most " + LONGEST_NOTE + " characters")
                    .refusal();
        }
        return note.asText();
    }

    Future<Reply> test(Call call, DestinationConfig destination) {
        JsonNode body = call.body();
        body.fieldNames().forEachRemaining(name -> {
            if (!name.equals("event")) {
                throw Problem.bad("the body may have an event, and nothing else")
                        .refusal();
            }
        });
        if (!running.delivers()) {
            throw Problem.conflict("this node does not deliver; ask one that has the role dispatch")
                    .refusal();
        }
        JsonNode given = body.get("event");
        return running.test(destination.id(), SampleEvent.of(destination, given, call.now(), tests++))
                .compose(tested -> tested == null
                        ? Future.failedFuture(Problem.conflict("another test of this destination is under way")
                                .refusal())
                        : recorded(call, destination, tested));
    }

    private Future<Reply> recorded(Call call, DestinationConfig destination, Tested tested) {
        double millis = Math.round(tested.latencyNanos() / 1e4) / 100.0;
        JsonNode details = Json.tree(Map.of(
                "outcome", tested.outcome(),
                "status", tested.status(),
                "cause", tested.cause(),
                "latencyMillis", millis));
        return durable(audit.record(call.now(), call.operator(), "test", destination.id(), null, details))
                .map(action -> Reply.ok(new Fired(
                        destination.id(),
                        tested.outcome(),
                        tested.status(),
                        tested.outcome().equals("delivered") ? null : tested.cause(),
                        millis,
                        tested.answer(),
                        tested.request(),
                        action)));
    }
}
