package dev.centrifuge.dispatch;

/** What dispatch shows of its destinations when it is asked. */
public final class DispatchGauges {
    private DispatchGauges() {}

    /** Called once per destination, on the event loop that owns it. */
    public interface Visitor {

        void destination(String id, int queued, int inFlight);
    }
}
