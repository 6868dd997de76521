package dev.centrifuge.node;

import dev.centrifuge.admin.audit.AuditLog;
import dev.centrifuge.dispatch.hold.Holds;
import dev.centrifuge.kafka.operator.OperatorLog;
import dev.centrifuge.time.Ticker;
import java.io.IOException;
import java.util.Random;

/** What operators decided and did, on all nodes: it is read before anything is delivered. */
public final class OperatorNode {
    private final OperatorLog log;
    private final Holds holds;
    private final AuditLog audit;

    /** Follows what is of interest; nothing is read before {@link #start}. */
    public OperatorNode(OperatorLog log, Ticker ticker) {
        this.log = log;
        this.holds = new Holds((id, value) -> log.put("operator", id, value), ticker);
        this.audit = new AuditLog((id, value) -> log.put("audit", id, value), new Random());
        log.follow("operator", (id, value, millis) -> holds.record(id, value));
        log.follow("audit", (id, value, millis) -> audit.record(id, value));
    }

    public Holds holds() {
        return holds;
    }

    public AuditLog audit() {
        return audit;
    }

    /** Starts to read; the topics must be there. */
    public void start() {
        log.start();
    }

    /** Waits until all was read that was there at the start: what is paused must not be sent to before that is known. */
    public void awaitCurrent() throws IOException {
        Blocking.await(log.current());
    }
}
