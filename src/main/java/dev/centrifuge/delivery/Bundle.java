package dev.centrifuge.delivery;

import dev.centrifuge.event.Event;
import dev.centrifuge.payload.Composer;
import dev.centrifuge.payload.Prepared;
import dev.centrifuge.payload.Prepared.Ready;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What can be sent of the events of an attempt, and what is to be said of the others. Belongs to one attempt. */
final class Bundle {
    private final List<Ready> ready = new ArrayList<>();
    /** Of the ready ones, in the attempt. */
    private final List<Integer> places = new ArrayList<>();

    private final Map<Integer, Outcome> others = new HashMap<>();

    Bundle(Composer composer, List<Event> events) {
        for (int place = 0; place < events.size(); place++) {
            Prepared prepared = composer.prepare(events.get(place));
            if (prepared instanceof Ready one) {
                ready.add(one);
                places.add(place);
            } else {
                others.put(place, unsent(prepared));
            }
        }
    }

    static Outcome unsent(Prepared prepared) {
        return prepared instanceof Prepared.Unfit unfit
                ? new Outcome.Unfit(new Answer(0, unfit.reason(), unfit.detail(), 0))
                : new Outcome.Dropped(new Answer(0, "dropped", "", 0));
    }

    /** Those that can be sent, in their order. */
    List<Ready> ready() {
        return ready;
    }

    /** Where nothing can be sent. */
    Outcome nothing() {
        return new Outcome.Partly(new Answer(0, "dropped", "", 0), others);
    }

    /** What was answered to those that were sent, told of the whole attempt. */
    Outcome whole(Outcome sent) {
        boolean taken = sent instanceof Outcome.Delivered || sent instanceof Outcome.Partly;
        if (others.isEmpty() || !taken) {
            return sent;
        }
        Map<Integer, Outcome> all = new HashMap<>(others);
        if (sent instanceof Outcome.Partly partly) {
            partly.others().forEach((index, outcome) -> all.put(places.get(index), outcome));
        }
        return new Outcome.Partly(sent.answer(), all);
    }
}
