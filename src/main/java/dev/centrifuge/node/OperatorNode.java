package dev.centrifuge.node;

import dev.centrifuge.admin.audit.AuditLog;
import dev.centrifuge.admin.audit.AuditRoutes;
import dev.centrifuge.admin.http.Routes;
import dev.centrifuge.dispatch.hold.Holds;
import dev.centrifuge.kafka.operator.OperatorLog;
import dev.centrifuge.time.Ticker;
import java.io.IOException;
import java.util.List;
import java.util.Random;

/** What operators decided and did, on all nodes: it is read before anything is delivered. */
public final class OperatorNode implements Node {
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

    @Override
    public List<Routes> routes() {
        return List.of(new AuditRoutes(audit));
    }

    /** Starts to read; the topics must be there. */
    @Override
    public void start() {
        log.start();
    }

    /** Waits until all was read that was there at the start: what is paused must not be sent to before that is known. */
    void awaitCurrent() throws IOException {
        Blocking.await(log.current());
    }

    /** The log closes its reader: jobs and the API ask until the end. */
    @Override
    public void stop() {}
}
