package dev.centrifuge.metrics.trace;

import dev.centrifuge.time.LogGate;
import dev.centrifuge.time.Ticker;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.Collection;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the gateway's own log, and not too often, that spans were lost. The SDK would say it in {@code java.util.logging}, which
 * nobody here reads, with a stack trace each time: that is silenced, for its exporters only. Thread-safe.
 */
final class ToldExporter implements SpanExporter {
    /** Held, since loggers that nobody holds are forgotten with their level. */
    private static final Logger SDK = Logger.getLogger("io.opentelemetry.exporter");

    private final SpanExporter exporter;
    private final LogGate warnings;

    ToldExporter(SpanExporter exporter, Ticker ticker) {
        this.exporter = exporter;
        this.warnings = new LogGate(LoggerFactory.getLogger(Tracing.class), Duration.ofMinutes(1), ticker);
        SDK.setLevel(Level.OFF);
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        CompletableResultCode result = exporter.export(spans);
        result.whenComplete(() -> {
            if (!result.isSuccess()) {
                Throwable why = result.getFailureThrowable();
                warnings.warn(
                        spans.size() + " spans were not exported",
                        why == null ? new IllegalStateException("the collector refused them") : why);
            }
        });
        return result;
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
