package dev.centrifuge.ingest;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what a listener is told, as words. */
final class Recorder implements IngestListener {

    final List<String> told = new CopyOnWriteArrayList<>();

    @Override
    public void received(String source, int events, long bytes, long latencyNanos) {
        told.add("received " + source + " " + events + " " + bytes);
    }

    @Override
    public void refused(String source, String reason, int events) {
        told.add("refused " + source + " " + reason + " " + events);
    }
}
