package dev.centrifuge.dispatch;

import dev.centrifuge.delivery.Answer;
import dev.centrifuge.delivery.Outcome;
import dev.centrifuge.dispatch.history.AttemptLog;
import dev.centrifuge.event.PastAttempt;
import dev.centrifuge.event.PastAttempt.Next;
import dev.centrifuge.event.PastAttempt.Place;
import dev.centrifuge.event.PastAttempt.What;
import dev.centrifuge.flow.Delay;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.Origin;
import dev.centrifuge.time.Ticker;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the history of a destination's legs, attempt by attempt. What comes next is known only when the outbox has decided,
 * so failures are noted before and told after. Belongs to one event loop.
 */
final class Chronicle {
    private static final Next DELIVERED = new Next(What.DELIVERED, 0, "");
    private static final Next FILTERED = new Next(What.FILTERED, 0, "");

    private final AttemptLog log;
    private final Fates fates;
    private final Ticker ticker;
    private final List<Note> notes = new ArrayList<>();

    Chronicle(AttemptLog log, Fates fates, Ticker ticker) {
        this.log = log;
        this.fates = fates;
        this.ticker = ticker;
    }

    private record Note(Leg leg, int number, String outcome, Answer answer) {}

    /** A leg is done: delivered, or not to be. */
    void done(Leg leg, Outcome outcome, Answer answer) {
        int before = leg.trail().attempts();
        if (before > 0 ? log.failures() : log.successes(leg.event().envelope())) {
            boolean dropped = outcome instanceof Outcome.Dropped;
            Note note = new Note(leg, before + 1, dropped ? "dropped" : "delivered", answer);
            log.ended(record(note, dropped ? FILTERED : DELIVERED));
        }
    }

    /** A leg was not taken; {@link #tell} must follow when the outbox has heard of it. */
    void failed(Leg leg, int number, Outcome outcome, Answer answer) {
        if (log.failures()) {
            if (notes.isEmpty()) {
                fates.listen();
            }
            notes.add(new Note(leg, number, word(outcome), answer));
        }
    }

    /** @param waits how long what stays in memory waits for its next attempt, in nanoseconds */
    void tell(long waits) {
        if (notes.isEmpty()) {
            return;
        }
        Next stays = new Next(What.RETRY, ticker.millis() + Math.max(0, waits) / 1_000_000, "");
        for (Note note : notes) {
            log.ended(record(note, fates.of(note.leg, stays)));
        }
        notes.clear();
        fates.stop();
    }

    private PastAttempt record(Note note, Next next) {
        Leg leg = note.leg;
        return new PastAttempt(
                ticker.millis(),
                leg.event().envelope().source(),
                leg.destination(),
                leg.event().envelope().id(),
                note.number,
                note.outcome,
                note.answer.status(),
                note.answer.cause(),
                note.answer.latencyNanos() / 1_000,
                note.answer.excerpt(),
                place(leg.origin()),
                next);
    }

    private static Place place(Origin origin) {
        Delay delay = Delay.of(origin.topic());
        return new Place(delay == null ? "" : delay.label(), origin.partition(), origin.offset());
    }

    private static String word(Outcome outcome) {
        if (outcome instanceof Outcome.Failed) {
            return "failed";
        } else if (outcome instanceof Outcome.Gone) {
            return "gone";
        }
        return outcome instanceof Outcome.Unfit ? "unfit" : "refused";
    }
}
