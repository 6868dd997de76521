package dev.centrifuge.node;

import java.io.IOException;

/** The writer takes appends from here on: it closes when no request can append any more, and before what reads ends. */
public final class WriterNode implements Node {
    private final LogNode log;

    public WriterNode(LogNode log) {
        this.log = log;
    }

    @Override
    public void start() throws IOException {
        log.awaitAvailable();
    }

    /** Waits for the acknowledgement of what was taken. */
    @Override
    public void stop() throws InterruptedException {
        log.closeWriter();
    }
}
