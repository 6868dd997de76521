package dev.centrifuge.dispatch;

import dev.centrifuge.event.PastAttempt.What;
import dev.centrifuge.flow.Delay;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.handover.LegEnds;
import dev.centrifuge.flow.handover.Readiness;
import dev.centrifuge.time.Ticker;

/** Tells the log what becomes of legs, the listener of those that did not arrive, and the history what comes next. */
record CountedEnds(LegEnds log, DispatchListener listener, Fates fates, Ticker ticker) implements LegEnds {

    @Override
    public void resolved(Leg leg) {
        log.resolved(leg);
    }

    @Override
    public void filtered(Leg leg) {
        log.filtered(leg);
    }

    @Override
    public void put(Leg leg, Delay delay) {
        listener.deferred(leg.event().envelope().source(), leg.destination(), delay.label());
        fates.told(leg, What.DELAYED, ticker.millis() + delay.millis(), delay.label());
        log.put(leg, delay);
    }

    @Override
    public void dead(Leg leg, String reason) {
        listener.dead(leg.event().envelope().source(), leg.destination(), reason);
        fates.told(leg, What.DEAD, 0, reason);
        log.dead(leg, reason);
    }

    @Override
    public void returned(Leg leg) {
        fates.told(leg, What.DETACHED, 0, "");
        log.returned(leg);
    }

    @Override
    public void readiness(String destination, Readiness readiness, int round) {
        log.readiness(destination, readiness, round);
    }

    @Override
    public void behind(String destination, String source) {
        log.behind(destination, source);
    }

    @Override
    public void blocked(Leg leg, int round) {
        log.blocked(leg, round);
    }

    @Override
    public void unblocked(Leg leg) {
        log.unblocked(leg);
    }
}
